using System.Security.Claims;
using System.Text.Json;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kris.Web.Journal;

/// <summary>What one is typing, as it is kept for one's other devices.</summary>
public sealed record DraftRequest : ApiRequest
{
    /// <summary>Which browser it is typed in; made by the browser.</summary>
    public required Guid Device { get; init; }

    /// <summary>An object of the page's own, with the line as far as it has come in `text`.</summary>
    public required JsonElement Draft { get; init; }
}

public sealed record DraftReply(Guid Device, DateTimeOffset SavedAt, JsonElement Draft);

public sealed record DraftSaved(DateTimeOffset SavedAt);

/// <summary>Nothing of both where nobody has the draft: of too many the oldest goes.</summary>
/// <param name="Device">The one that has it now.</param>
/// <param name="Line">The number of the line that it became.</param>
public sealed record DraftPlace(Guid? Device, long? Line);

/// <summary>One draft for each device of an account in each incident. Nobody sees another's.</summary>
public static class DraftApi
{
    private const string Path = "/incidents/{id}/draft";

    public static void MapDrafts(this IEndpointRouteBuilder api)
    {
        api.MapGet(Path, FindAsync).RequireAuthorization(Policies.WriteLine).WithSummary("Read one's own draft")
            .WithDescription(
                "The one that was saved last: of `device` alone, or of others `besides` it, and with `before` the next "
                + "one behind that time. 204 when there is none, or when it has become a line.");
        api.MapPut(Path, SaveAsync).RequireAuthorization(Policies.WriteLine).AnswersInTime()
            .WithSummary("Keep one's draft")
            .WithDescription("Replaces the one of the same device, and leaves those of others.");
        api.MapDelete(Path, EraseAsync).RequireAuthorization(Policies.WriteLine).WithSummary("Drop one's draft")
            .WithDescription("With `device`, only if it was typed there.");
        api.MapGet($"{Path}/{{key}}", WhereAsync).RequireAuthorization(Policies.WriteLine)
            .WithSummary("Ask where one's draft has gone")
            .WithDescription(
                "By the key of the line that it becomes, which stands in it as `key`: the device that has taken it "
                + "over, and the number of the line that it became.");
    }

    private static async Task<Results<Ok<DraftReply>, NoContent>> FindAsync(
        Guid id,
        Guid? device,
        Guid? besides,
        DateTimeOffset? before,
        ClaimsPrincipal user,
        ApiActor actors,
        KnownIncidents incidents,
        DraftStore drafts)
    {
        var me = await MeAsync(id, user, actors, incidents);
        // Behind one that has become a line another device's may stand.
        while (await drafts.FindAsync(me.Id, id, device, besides, before) is { } draft)
        {
            var content = JsonElement.Parse(draft.Content);
            if (!await drafts.StandsAsync(me.Id, id, TextOf(content), draft, KeyOf(content)))
                return TypedResults.Ok(new DraftReply(draft.Device, draft.SavedAt, content));
            await drafts.EraseAsync(me.Id, id, draft.Device);
        }

        return TypedResults.NoContent();
    }

    private static async Task<Ok<DraftSaved>> SaveAsync(
        Guid id,
        DraftRequest body,
        ClaimsPrincipal user,
        ApiActor actors,
        KnownIncidents incidents,
        DraftStore drafts)
    {
        var me = await MeAsync(id, user, actors, incidents);
        Refuse.IfMalformed(body.Draft.ValueKind is not JsonValueKind.Object, "Utkastet ska vara ett objekt.");
        var content = SavedDraft.UnlessStorable(body.Draft.GetRawText());
        _ = TextOf(body.Draft);
        return TypedResults.Ok(new DraftSaved(await drafts.SaveAsync(me.Id, id, content, body.Device)));
    }

    private static async Task<Ok> EraseAsync(
        Guid id, Guid? device, ClaimsPrincipal user, ApiActor actors, KnownIncidents incidents, DraftStore drafts)
    {
        var me = await MeAsync(id, user, actors, incidents);
        await drafts.EraseAsync(me.Id, id, device);
        return TypedResults.Ok();
    }

    private static async Task<DraftPlace> WhereAsync(
        Guid id, Guid key, ClaimsPrincipal user, ApiActor actors, KnownIncidents incidents, DraftStore drafts)
    {
        var me = await MeAsync(id, user, actors, incidents);
        var (device, line) = await drafts.WhereAsync(me.Id, id, key);
        return new DraftPlace(device, line);
    }

    private static async Task<Actor> MeAsync(Guid id, ClaimsPrincipal user, ApiActor actors, KnownIncidents incidents)
    {
        var me = await actors.OfAsync(user);
        SavedDraft.UnlessMayKeep(me);
        await incidents.UnlessKnownAsync(id);
        return me;
    }

    private static Guid? KeyOf(JsonElement draft) =>
        draft.TryGetProperty("key", out var it) && it.ValueKind is JsonValueKind.String && it.TryGetGuid(out var key)
            ? key
            : null;

    private static string TextOf(JsonElement draft)
    {
        if (!draft.TryGetProperty("text", out var text) || text.ValueKind is not JsonValueKind.String)
            return "";
        try
        {
            // No line holds a zero, and the database is not asked about one.
            return text.GetString()!.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim();
        }
        catch (InvalidOperationException)
        {
            throw new RefusedException("Utkastets text har tecken som inte går att spara.", Refusal.Malformed);
        }
    }
}
