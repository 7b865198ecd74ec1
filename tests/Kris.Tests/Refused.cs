using Kris.Domain;

namespace Kris.Tests;

/// <summary>Asserts that something was refused, for the right kind of reason and in the right words.</summary>
internal static class Refused
{
    public static void ForRule(string words, Action act) =>
        Holds(Refusal.Rule, words, Assert.Throws<RefusedException>(act));

    public static void ForDuty(string words, Action act) =>
        Holds(Refusal.Duty, words, Assert.Throws<RefusedException>(act));

    public static async Task AsyncFor(Refusal kind, string words, Func<Task> act) =>
        Holds(kind, words, await Assert.ThrowsAsync<RefusedException>(act));

    private static void Holds(Refusal kind, string words, RefusedException refused)
    {
        Assert.Equal((kind, words), (refused.Kind, Shared(words, refused.Message)));
        Assert.True(refused.Message[^1] is '.' or ')', $"Not a sentence: {refused.Message}");
    }

    // What is compared when the words are missing is the whole sentence, so that the failure shows it.
    private static string Shared(string words, string message) =>
        message.Contains(words, StringComparison.Ordinal) ? words : message;
}
