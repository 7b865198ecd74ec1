using Kris.Data.Journal.Attachments;
using Kris.Domain.Journal.Attachments;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Kris.Web.Journal.Attachments;

/// <summary>A file as it goes out: whatever it is, it runs nothing here.</summary>
internal static class AttachmentAnswer
{
    // A page of its own would have no scripts, no forms, no origin and nothing to fetch.
    private const string ContentPolicy =
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox; "
        + "frame-ancestors 'none'";

    public static FileStreamHttpResult Of(
        Attachment attachment, AttachmentStore store, HttpResponse response, bool isDownload)
    {
        var isShown = attachment.Type.IsShown && !isDownload;
        var disposition = new ContentDispositionHeaderValue(isShown ? "inline" : "attachment");
        disposition.SetHttpFileName(attachment.Name);
        var headers = response.Headers;
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // What is open today can be marked or erased tomorrow, and the disk of a shared computer keeps what it got.
        headers.CacheControl = "no-store";
        return TypedResults.Stream(
            store.Open(attachment),
            attachment.Type.Mime,
            entityTag: new EntityTagHeaderValue($"\"{attachment.Sha256}\""),
            enableRangeProcessing: true);
    }
}
