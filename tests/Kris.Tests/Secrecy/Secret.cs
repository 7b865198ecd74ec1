using Kris.Tests.Web;

namespace Kris.Tests.Secrecy;

/// <summary>Marked lines as a program writes them.</summary>
internal static class Secret
{
    public static object Line(string text, string circle = "stabsledningen", params Guid[] readers) => new
    {
        kind = "anteckning",
        text,
        lagrum = "osl-18-13",
        markingReason = "Visar förmåga.",
        circle,
        readers,
    };

    public static Task<Answer> SecretAsync(
        this HttpClient client, Guid incident, string text, string circle = "stabsledningen", params Guid[] readers) =>
        client.PutAsync(Calls.Line(incident, Guid.CreateVersion7()), Line(text, circle, readers));

    public static Task<Answer> MarkAsync(
        this HttpClient client, Guid incident, long number, string circle = "stabsledningen", Guid? key = null) =>
        client.PostAsync(
            Calls.Incident(incident, $"/lines/{number}/mark"),
            new
            {
                key = key ?? Guid.CreateVersion7(),
                lagrum = "osl-26-1",
                markingReason = "Visar en enskild.",
                circle,
            });

    public static Task<Answer> UnmarkAsync(this HttpClient client, Guid incident, long number) => client.PostAsync(
        Calls.Incident(incident, $"/lines/{number}/unmark"),
        new { key = Guid.CreateVersion7(), reason = "Uppgifterna är kända." });

    public static Task<Answer> ReadAsync(this HttpClient client, Guid incident, long number) =>
        client.LookAsync(Calls.Incident(incident, $"/lines/{number}"));
}
