using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kris.Web.Hosting;

/// <summary>
/// The page that helps a room to trust its own authority. Open to everybody: who needs it cannot log in yet without a
/// warning. It exists only where Kris serves with a certificate of that authority.
/// </summary>
internal static class TrustEndpoints
{
    public const string Page = "/lita-pa";
    public const string File = $"{Page}/{TrustFiles.AuthorityName}";

    public static void MapTrustPage(this WebApplication app, KrisSettings settings)
    {
        if (settings.Certificate is not { } path || TrustFiles.AuthorityBeside(path) is not { } authority)
            return;

        var bytes = authority.Export(X509ContentType.Cert);
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(TrustGuide.Fingerprint)] = TrustFiles.Fingerprint(authority),
        };
        app.MapGet(Page, IResult () => new RazorComponentResult<TrustGuide>(parameters)).AllowAnonymous();
        app.MapGet(File, () => TypedResults.Bytes(bytes, "application/x-x509-ca-cert", TrustFiles.AuthorityName))
            .AllowAnonymous();
    }
}
