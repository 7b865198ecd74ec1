using System.Globalization;
using Kris.Browser.Running;

namespace Kris.Browser.Faults.Kinds;

/// <summary>
/// Two nodes on one database. A line that is written on one shows on the page that is open on the other; either is
/// killed while everybody writes on whichever answers.
/// </summary>
internal static class TwoNodes
{
    private const int ManyLooks = 20;
    private const int FewLooks = 6;
    private const double Within = 1_000;

    // In quiet no line may be later. On a computer that has other things to do one of twenty may, though not by much.
    private const double AtMost = 3_000;

    private const string Quiet = "Datorn hade inget annat att göra, och ingen rad fick ta mer än en sekund.";
    private const string Busy = "Datorn hade annat att göra, så en rad av tjugo fick ta mer än en sekund.";

    // The page itself notes when each line came to stand in it.
    private const string LookOut =
        """
        () => {
          window.krisShown = {};
          const look = () => {
            for (const line of document.querySelectorAll('ol.log > li')) {
              const mark = line.textContent.match(/Synprov \d+/)?.[0];
              if (mark && !(mark in window.krisShown)) window.krisShown[mark] = Date.now();
            }
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """;

    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var ground = await stage.SharedAsync(2);
        var (one, other) = (ground.Nodes[0], ground.Nodes[1]);
        await using var trial = await Trial.BeginAsync(ground, extent, "two-nodes", one.Address, other.Address);
        var person = await trial.AddPersonAsync(stage.Browsers, one.Address, other.Address);
        await LookAsync(trial, ground, person, one, extent.Rounds == 1 ? FewLooks : ManyLooks);
        try
        {
            while (trial.HasMore)
                await trial.RoundAsync(() => KillAsync(trial, trial.Random.Next(2) == 0 ? one : other));
        }
        finally
        {
            await ground.NeedAsync(2);
        }

        return trial.Result();
    }

    private static async Task KillAsync(Trial trial, KrisProgram node)
    {
        trial.Count();
        await node.KillAsync();
        await trial.PauseAsync(100, 1_500);
        await node.StartAgainAsync();
    }

    // One at a time and at any moment of the second between two looks at the journal.
    private static async Task LookAsync(
        Trial trial, Ground ground, BrowserWriter watcher, KrisProgram one, int looks)
    {
        await watcher.Person.AliveAsync();
        await watcher.Person.Page.EvaluateAsync(LookOut);
        using var writer = new ApiWriter(
            [one.Address], await ground.People.TokenAsync(), [trial.Incidents[0]], "Synprov", trial.NextRandom(),
            trial.Ledger);
        var waits = new List<double>();
        // Among other tests it never is.
        var isQuiet = looks == ManyLooks && IsQuiet();
        for (var look = 1; look <= looks; look++)
        {
            await trial.PauseAsync(100, 1_100);
            var line = trial.Ledger.Add(new Sent(trial.Incidents[0], $"Synprov {look}.", Guid.CreateVersion7()));
            await writer.DeliverAsync(line);
            var shown = await ShownAsync(watcher.Person, $"Synprov {look}");
            waits.Add((shown - line.ToldAt!.Value).TotalMilliseconds);
        }

        waits.Sort();
        isQuiet = isQuiet && IsQuiet();
        trial.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Från kvittens på den ena noden till synlig på den andras öppna sida, {looks} rader: "
            + $"median {waits[looks / 2]:0} ms, längst {waits[^1]:0} ms. {(isQuiet ? Quiet : Busy)}"));
        // Of six, one is more than one in twenty.
        var most = looks == FewLooks ? looks / 2 : looks * 9 / 10;
        if (waits[isQuiet ? looks - 1 : most] > Within || waits[^1] > AtMost)
            trial.Fail(string.Create(CultureInfo.InvariantCulture, $"En rad syntes först efter {waits[^1]:0} ms."));
    }

    // Where nobody tells, it is not taken for quiet.
    private static bool IsQuiet()
    {
        const string load = "/proc/loadavg";
        return File.Exists(load)
            && double.Parse(File.ReadAllText(load).Split(' ')[0], CultureInfo.InvariantCulture)
                < Environment.ProcessorCount;
    }

    private static async Task<DateTimeOffset> ShownAsync(Person person, string mark)
    {
        await person.Page.WaitForFunctionAsync("mark => mark in window.krisShown", mark);
        var at = await person.Page.EvaluateAsync<double>("mark => window.krisShown[mark]", mark);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)at);
    }
}
