using System.Security.Claims;
using Kris.Data.Journal;
using Kris.Data.Journal.Attachments;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kris.Web.Journal.Attachments;

/// <summary>Sending the files that a line is to carry, and fetching those that lines carry.</summary>
public static class AttachmentApi
{
    public static void MapAttachments(this IEndpointRouteBuilder api)
    {
        const string path = "/incidents/{id}/attachments/{key}";
        // Who may is asked within, as for the line that is to name it: the duty can have been withdrawn since.
        api.MapPut(path, SendAsync).RequireAuthorization(Policies.LoggedIn)
            .WithMetadata(new TakesBytes(), new RequestSizeLimitAttribute(ReceivedFile.MaxHeard))
            .Accepts<Stream>("application/octet-stream")
            .WithSummary("Send a file that a line is to name")
            .WithDescription(
                "The body is the file itself, at most 25 MB; the caller makes the key. Then the line names it in "
                + "`attachments`. The type is told by the content: JPEG, PNG, WebP, PDF, docx, xlsx, pptx, odt, ods, "
                + "odp, mp3, m4a, ogg, wav. An image loses its metadata unless `original` is true. 201 when it is "
                + "kept, 200 for the same file again, 409 for another under the key. A file that no line has named "
                + "is removed after a day. With `duty` and `writtenAt`, a duty that was held then will do, as for the "
                + "line.");
        api.MapMethods(path, ["HEAD"], FetchAsync).RequireAuthorization(Policies.SeeIncidents)
            .Produces(StatusCodes.Status200OK)
            .WithSummary("Ask whether a file is there, and how large it is");
        api.MapGet(path, FetchAsync).RequireAuthorization(Policies.SeeIncidents)
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .WithSummary("Fetch a file")
            .WithDescription(
                "Whoever may read the lines that name it may fetch it; what is not named yet, whoever sent it. Images "
                + "and sound can be shown in place, anything else, or with `download`, is to be saved.");
    }

    private static async Task<Results<Created<AttachmentReply>, Ok<AttachmentReply>>> SendAsync(
        Guid id,
        Guid key,
        string? name,
        bool? original,
        string? duty,
        Guid? unit,
        DateTimeOffset? writtenAt,
        HttpContext context,
        LineAuthor authors,
        KnownIncidents incidents,
        AttachmentStore store,
        AttachmentSlots slots,
        KrisSettings settings,
        TimeProvider clock)
    {
        var asked = Duties.Parse(duty);
        Refuse.IfMalformed(duty is not null && asked is null, "Uppgiften finns inte.");
        var (me, _) = await authors.OfAsync(context.User, asked, unit, writtenAt);
        Attachment.UnlessMayAttach(me);
        await incidents.UnlessKnownAsync(id);
        using var slot = slots.Enter(me.Id);
        if (await store.FindAsync(key, context.RequestAborted) is null)
            AttachmentLimits.UnlessRoom(await store.UseAsync(id, me.Id, context.RequestAborted), settings);
        await using var file = await ReceivedFile.OfAsync(context.Request, clock);
        var stop = context.RequestAborted;
        var (attachment, content) = await file.CheckedAsync(key, name, original is true, stop);
        if (await store.AddAsync(attachment, id, me.Id, content, stop))
            return TypedResults.Created((string?)null, AttachmentReply.Of(attachment));

        var stored = await store.FindAsync(key, stop);
        var isErased = stored is null && await store.IsErasedAsync(key, stop);
        Refuse.UnlessSame(isErased ? null : stored == new StoredAttachment(attachment, id, me.Id));
        return TypedResults.Ok(AttachmentReply.Of(attachment));
    }

    private static async Task<FileStreamHttpResult> FetchAsync(
        Guid id,
        Guid key,
        bool? download,
        HttpContext context,
        ClaimsPrincipal user,
        ApiActor actors,
        JournalStore journal,
        ReadingLog readings,
        AttachmentStore store)
    {
        var me = await actors.OfAsync(user);
        var stored = await store.FindAsync(key, context.RequestAborted);
        if (stored is null && await store.IsErasedAsync(key, context.RequestAborted))
            throw new RefusedException("Bilagan är raderad genom beslut.", Refusal.Unknown);
        var numbers = stored is null ? [] : await store.LinesAsync(id, key, context.RequestAborted);
        var lines = new List<JournalLine>();
        foreach (var number in numbers)
            lines.Add(await journal.LineAsync(id, number, context.RequestAborted));

        // What hangs on no line yet is its sender's own.
        var isReadable = numbers.Count > 0
            ? lines.TrueForAll(line => AttachmentRight.Reads(me, line))
            : stored is not null && stored.Stream == id && stored.By == me.Id;
        if (!isReadable)
            throw new RefusedException("Bilagan finns inte, eller så får du inte läsa den.", Refusal.Unknown);
        // A file of a marked line is as secret as the line, and fetching it is to read it.
        await readings.NoteAsync(me, lines, ReadingWay.Opened, context.RequestAborted);
        return AttachmentAnswer.Of(stored!.Attachment, store, context.Response, download is true);
    }
}
