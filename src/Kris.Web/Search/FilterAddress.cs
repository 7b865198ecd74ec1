using System.Globalization;
using Kris.Domain;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Kris.Web.Api;
using Kris.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Kris.Web.Search;

/// <summary>A question as it stands in an address, so that what is seen can be kept and shared.</summary>
public static class FilterAddress
{
    /// <summary>Which page is shown, and the hit that it goes on after or ends before.</summary>
    public const string Page = "sida";
    public const string After = "efter";
    public const string Before = "fore";

    private const string Minute = "yyyy-MM-ddTHH:mm";
    private const string Day = "yyyy-MM-dd";

    private static readonly (string Name, string Swedish, Func<SearchQuestion, bool> IsRead)[] Filters =
    [
        ("q", "Sök", _ => true),
        ("typ", "Typ", question => question.Kind is not null),
        ("person", "Person", _ => true),
        ("enhet", "Enhet", question => question.Unit is not null),
        ("tagg", "Tagg", _ => true),
        ("fran", "Hände från", question => question.From is not null),
        ("till", "till och med", question => question.Until is not null),
        ("nyckel", "Bara nyckelhändelser", question => question.IsPinned),
        ("sekretess", "Sekretess", question => question.IsMarked is not null),
    ];

    /// <summary>What narrows the lines of a log, by its name in an address.</summary>
    public static readonly IReadOnlyList<string> Names = [.. Filters.Select(filter => filter.Name)];

    /// <summary>What cannot be read is left out; <see cref="Unread"/> tells whether anything was.</summary>
    public static SearchQuestion Read(string address, Guid? incident = null)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        var (after, before) = (SearchPlace.Parse(Text(After)), SearchPlace.Parse(Text(Before)));
        return new SearchQuestion
        {
            Incident = incident,
            Words = Text("q"),
            Kind = LineKinds.Parse(Text("typ")),
            Person = Text("person"),
            Unit = Guid.TryParse(Text("enhet"), out var unit) ? unit : null,
            Tag = Text("tagg"),
            From = Time(Text("fran"))?.From,
            Until = Time(Text("till"))?.Until,
            IsPinned = Text("nyckel") is "ja",
            IsMarked = Text("sekretess") switch { "markta" => true, "oppna" => false, _ => null },
            Around = Number(Text("kring")) is > 0 and var number ? number : null,
            Skip = (after ?? before) is null ? (PageOf(address) - 1) * SearchQuestion.DefaultLimit : 0,
            After = after,
            Before = after is null ? before : null,
        };

        string? Text(string name) =>
            query.TryGetValue(name, out var values) && values[0]?.Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>
    /// The filters of an address that say nothing that they can say, or more than one thing, in a sentence. Without
    /// them the answer would be more than was asked for.
    /// </summary>
    public static string? Unread(string address, SearchQuestion question)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        var isNear = question.Around is null && question.Incident is not null;
        var unread = Filters.Append(("kring", "Kring rad", _ => !isNear))
            .Where(filter => query.TryGetValue(filter.Name, out var values)
                && (values.Count > 1 || (!string.IsNullOrWhiteSpace(values[0]) && !filter.IsRead(question))))
            .Select(filter => Named(filter.Swedish, string.Join(", ", query[filter.Name]!)));
        return Unread([.. unread]);
    }

    /// <summary>The same of any filters that cannot be read, as they are <see cref="Named"/>.</summary>
    public static string? Unread(IReadOnlyList<string> unread)
    {
        var filters = unread.Count == 1 ? "Filtret" : "Filtren";
        return unread.Count == 0 ? null : $"{filters} {string.Join(", ", unread)} i adressen går inte att läsa.";
    }

    /// <summary>A filter and what the address says of it.</summary>
    public static string Named(string filter, string said) => $"{filter} (”{Problem.Shown(said)}”)";

    /// <summary>What an address says of filters, and nothing else of it: to be asked again in another one.</summary>
    public static string Query(string address) => QueryString.Create(
        QueryHelpers.ParseQuery(new Uri(address).Query).Where(part => IsFilter(part.Key))).ToString();

    /// <summary>For what is given out: there, what cannot be read would give all that it was to leave out.</summary>
    /// <exception cref="RefusedException">A filter in the address says nothing that it can say.</exception>
    public static SearchQuestion ReadWhole(string address, Guid incident)
    {
        var question = Read(address, incident);
        var unread = Unread(address, question);
        Refuse.IfMalformed(unread is not null, $"{unread} Inget har lämnats ut.");
        return question;
    }

    /// <summary>The question in the last part of an address, with or without its question mark.</summary>
    /// <exception cref="RefusedException">As above, or something in it is no filter.</exception>
    public static SearchQuestion Of(string? query, Guid incident)
    {
        var address = $"http://kris/?{query?.TrimStart('?')}";
        var other = QueryHelpers.ParseQuery(new Uri(address).Query).Keys.FirstOrDefault(name => !IsFilter(name));
        Refuse.IfMalformed(
            other is not null, $"Filtret ”{Problem.Shown(other ?? "")}” finns inte. Inget har lämnats ut.");
        return ReadWhole(address, incident);
    }

    public static int PageOf(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        const int last = SearchQuestion.MaxHits / SearchQuestion.DefaultLimit;
        return query.TryGetValue(Page, out var values) && Number(values[0]) is { } page
            ? (int)Math.Clamp(page, 1, last)
            : 1;
    }

    /// <summary>Another page of what is asked here; the first begins with what is newest or best by now.</summary>
    public static string OfPage(
        NavigationManager navigation, int page, SearchPlace? after = null, SearchPlace? before = null) =>
        navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [Page] = page > 1 ? page : null,
            [After] = after?.ToString(),
            [Before] = page > 1 ? before?.ToString() : null,
        });

    /// <summary>As a field for a time takes it.</summary>
    public static string Field(DateTimeOffset? at) =>
        at is { } time ? Swedish.Local(time).ToString(Minute, CultureInfo.InvariantCulture) : "";

    private static bool IsFilter(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    // To 14:00 includes what happened at 14:00, also where a clock shows it twice, and to a day includes the day.
    private static (DateTimeOffset From, DateTimeOffset Until)? Time(string? text)
    {
        if (DateTime.TryParseExact(text, Minute, CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute))
            return IsPlausible(minute) ? Swedish.Minute(minute) : null;
        if (DateTime.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return IsPlausible(day) ? (Swedish.At(day), Swedish.At(day.AddDays(1))) : null;
        return null;
    }

    private static bool IsPlausible(DateTime time) => time.Year is > 1900 and < 2200;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue
            ? number
            : null;
}
