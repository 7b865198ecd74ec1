using System.Globalization;
using Kris.Domain;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Kris.Web.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Kris.Web.Search;

/// <summary>A question as it stands in an address, so that what is seen can be kept and shared.</summary>
public static class FilterAddress
{
    private const string Minute = "yyyy-MM-ddTHH:mm";
    private const string Day = "yyyy-MM-dd";

    /// <summary>What cannot be read is left out: an address is typed and cut off by people.</summary>
    public static SearchQuestion Read(string address, Guid? incident = null)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        return new SearchQuestion
        {
            Incident = incident,
            Words = Text("q", SearchQuestion.WordsMaxLength),
            Kind = LineKinds.Parse(Text("typ")),
            Person = Text("person", SearchQuestion.PersonMaxLength),
            Unit = Guid.TryParse(Text("enhet"), out var unit) ? unit : null,
            Tag = Text("tagg", SearchQuestion.TagMaxLength),
            From = Time(Text("fran"))?.From,
            Until = Time(Text("till"))?.Until,
            IsPinned = Text("nyckel") is "ja",
            IsMarked = Text("sekretess") switch { "markta" => true, "oppna" => false, _ => null },
            Around = Number(Text("kring")) is > 0 and var number ? number : null,
            Skip = (PageOf(address) - 1) * SearchQuestion.DefaultLimit,
        };

        string? Text(string name, int maxLength = 100) =>
            query.TryGetValue(name, out var values) && values[0]?.Trim() is { Length: > 0 } text
                ? text[..Math.Min(text.Length, maxLength)]
                : null;
    }

    /// <summary>For what is given out: there, what cannot be read would give all that it was to leave out.</summary>
    /// <exception cref="RefusedException">A filter in the address says nothing that it can say.</exception>
    public static SearchQuestion ReadWhole(string address, Guid incident)
    {
        var question = Read(address, incident);
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        foreach (var (name, isRead) in Readable(question))
        {
            var isAsked = query.TryGetValue(name, out var values) && !string.IsNullOrWhiteSpace(values[0]);
            Refuse.IfMalformed(isAsked && !isRead, $"Filtret ”{name}” går inte att läsa. Inget har lämnats ut.");
        }

        return question;
    }

    /// <summary>The question in the last part of an address, with or without its question mark.</summary>
    /// <exception cref="RefusedException">As above.</exception>
    public static SearchQuestion Of(string? query, Guid incident) =>
        ReadWhole($"http://kris/?{query?.TrimStart('?')}", incident) with { Skip = 0 };

    public static int PageOf(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        const int last = SearchQuestion.MaxHits / SearchQuestion.DefaultLimit;
        return query.TryGetValue("sida", out var values) && Number(values[0]) is { } page
            ? (int)Math.Clamp(page, 1, last)
            : 1;
    }

    /// <summary>As a field for a time takes it.</summary>
    public static string Field(DateTimeOffset? at) =>
        at is { } time ? Swedish.Local(time).ToString(Minute, CultureInfo.InvariantCulture) : "";

    private static IEnumerable<(string Name, bool IsRead)> Readable(SearchQuestion question) =>
    [
        ("typ", question.Kind is not null),
        ("enhet", question.Unit is not null),
        ("fran", question.From is not null),
        ("till", question.Until is not null),
        ("nyckel", question.IsPinned),
        ("sekretess", question.IsMarked is not null),
        ("kring", question.Around is not null),
    ];

    // To 14:00 includes what happened at 14:00, and to a day includes the day.
    private static (DateTimeOffset From, DateTimeOffset Until)? Time(string? text)
    {
        if (DateTime.TryParseExact(text, Minute, CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute))
            return IsPlausible(minute) ? (Swedish.At(minute), Swedish.At(minute).AddMinutes(1)) : null;
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
