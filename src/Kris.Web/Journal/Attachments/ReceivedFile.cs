using System.Buffers;
using System.Security.Cryptography;
using Kris.Domain;
using Kris.Domain.Journal.Attachments;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace Kris.Web.Journal.Attachments;

/// <summary>
/// A file on its way in: written to the disk as it comes, within bounds of size, pace and time, so that it costs the
/// memory of one buffer. On the disk it has no name, and goes with the program.
/// </summary>
public sealed class ReceivedFile : IAsyncDisposable
{
    /// <summary>
    /// What is a little too large is heard to its end and not kept: a sender who is cut off never sees the sentence.
    /// </summary>
    public const int MaxHeard = 2 * Attachment.MaxBytes;

    // A phone at the edge of its net still manages this; whoever sends a byte now and then does not.
    private static readonly MinDataRate Pace = new(bytesPerSecond: 2_000, gracePeriod: TimeSpan.FromSeconds(10));
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(10);

    private readonly FileStream sent = Nameless();
    private readonly FileStream stripped = Nameless();

    private ReceivedFile()
    {
    }

    public static async Task<ReceivedFile> OfAsync(HttpRequest request, TimeProvider clock)
    {
        if (request.ContentLength > MaxHeard)
            throw new RefusedException(Attachment.TooLarge, Refusal.TooLarge);
        // HTTP/2, which browsers speak by TLS, has one pace for the whole connection and none for a request: there the
        // server's own lowest pace holds, and the limit of time.
        if (HttpProtocol.IsHttp11(request.Protocol)
            && request.HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = Pace;
        var file = new ReceivedFile();
        using var late = new CancellationTokenSource(TimeLimit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token, request.HttpContext.RequestAborted);
        try
        {
            await file.ReceiveAsync(request.Body, stop.Token);
            return file;
        }
        catch (Exception failure)
        {
            await file.DisposeAsync();
            if (failure is OperationCanceledException && late.IsCancellationRequested)
                throw new BadHttpRequestException("Not in time.", StatusCodes.Status408RequestTimeout, failure);
            if (failure is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
                throw new RefusedException(Attachment.TooLarge, Refusal.TooLarge);
            throw;
        }
    }

    /// <summary>Looks at what came.</summary>
    /// <param name="keepsMetadata">An image is kept to the byte as it was sent, with where it was taken.</param>
    /// <returns>What it is, and the file to keep.</returns>
    /// <exception cref="RefusedException">It is nothing that Kris takes.</exception>
    public async Task<(Attachment Attachment, Stream Content)> CheckedAsync(
        Guid key, string? name, bool keepsMetadata, CancellationToken cancellationToken)
    {
        sent.Position = 0;
        // Reading it through keeps a core busy for a while, and this one has requests to answer.
        var type = await Task.Run(() => Content.Check(sent, stripped), cancellationToken);
        var content = type.IsImage && !keepsMetadata ? stripped : sent;
        await content.FlushAsync(cancellationToken);
        content.Position = 0;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        content.Position = 0;
        var cleaned = AttachmentName.Clean(name, type);
        return (new Attachment(key, sha256, content.Length, type, cleaned), content);
    }

    public async ValueTask DisposeAsync()
    {
        await sent.DisposeAsync();
        await stripped.DisposeAsync();
    }

    private static FileStream Nameless()
    {
        var path = Path.Combine(Path.GetTempPath(), $"kris-bilaga-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
            BufferSize = 64 * 1024,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    private async Task ReceiveAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var length = 0L;
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
                if (length <= Attachment.MaxBytes)
                    await sent.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            if (length > Attachment.MaxBytes)
                throw new RefusedException(Attachment.TooLarge, Refusal.TooLarge);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
