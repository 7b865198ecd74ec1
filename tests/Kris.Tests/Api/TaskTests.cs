using System.Net;
using System.Text.Json;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Api;

[Collection(TestServerCollection.Name)]
public sealed class TaskTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task A_task_is_listed_changed_done_and_opened_again()
    {
        var incident = await Tib.OpenAsync();
        await TaskAsync(incident.Id, "Kör ut vatten", "tib", Kris.Now.AddHours(-1));
        await TaskAsync(incident.Id, "Ring skolan", "stabschef", Kris.Now.AddHours(2));
        var finish = new { key = Guid.NewGuid(), outcome = "Tre tankar." };

        Assert.Equal(["Kör ut vatten", "Ring skolan"], await TextsAsync());
        Assert.Equal(["Kör ut vatten"], await TextsAsync("?mine=true"));
        Assert.Equal(["Kör ut vatten"], await TextsAsync("?overdue=true"));
        Assert.Empty(await TextsAsync($"?incident={Guid.NewGuid()}"));
        var done = await DoAsync(2, "finish", finish);
        var again = await DoAsync(2, "finish", finish);
        var twice = await DoAsync(2, "finish", new { key = Guid.NewGuid() });
        var changed = await DoAsync(
            3, "change", new { key = Guid.NewGuid(), assignee = "Bo", lifeDanger = true, reason = "Byte." });

        Assert.Equal((200, 200, 422, 200), (done.Code, again.Code, twice.Code, changed.Code));
        Assert.Equal(done.Raw, again.Raw);
        var list = await Tib.LookAsync($"/api/v1/tasks?incident={incident.Id}");
        var open = Assert.Single(list.Body.GetProperty("tasks").EnumerateArray());
        Assert.Equal("Bo", open.GetProperty("assignee").GetString());
        Assert.True(open.GetProperty("lifeDanger").GetBoolean());
        Assert.False(open.TryGetProperty("due", out _));
        Assert.Equal(["Kör ut vatten"], await TextsAsync("?done=true"));
        Assert.Equal(["Kör ut vatten"], await TextsAsync("?done=true&overdue=true"));
        var over = await DoAsync(3, "finish", new { key = Guid.NewGuid(), withdrawn = true, outcome = "Dubblett." });
        Assert.Equal(200, over.Code);
        Assert.True((await Tib.LookAsync("/api/v1/tasks?done=true")).Body.GetProperty("tasks").EnumerateArray()
            .Single(task => Text(task, "text") == "Ring skolan").GetProperty("withdrawn").GetBoolean());
        Assert.Equal(200, (await DoAsync(3, "reopen", new { key = Guid.NewGuid(), reason = "Nej." })).Code);
        var reopened = await DoAsync(2, "reopen", new { key = Guid.NewGuid(), reason = "Slut igen." });
        Assert.Equal(200, reopened.Code);
        Assert.Equal(["Ring skolan", "Kör ut vatten"], await TextsAsync());

        Task<Answer> DoAsync(long number, string verb, object body) =>
            Tib.PostAsync(Calls.Incident(incident.Id, $"/lines/{number}/task/{verb}"), body);
    }

    [Fact]
    public async Task A_change_that_names_what_it_saw_undoes_nothing_that_came_meanwhile()
    {
        var incident = await Tib.OpenAsync();
        await TaskAsync(incident.Id, "Kör ut vatten", "tib", Kris.Now.AddHours(-1));
        var first = await ChangeAsync(new { key = Guid.NewGuid(), assignee = "Bo", reason = "Byte.", changedBy = 0 });
        var blind = new { key = Guid.NewGuid(), assignee = "Li", reason = "Byte.", changedBy = 0 };

        var second = await ChangeAsync(blind);
        var seen = await ChangeAsync(
            new { key = Guid.NewGuid(), assignee = "Li", reason = "Byte.", changedBy = first.Number });

        Assert.Equal((200, 409, 200), (first.Code, second.Code, seen.Code));
        Assert.Contains("har ändrat uppgiften under tiden, på rad 3", second.Detail, StringComparison.Ordinal);
        Assert.Contains("utförs av Bo", second.Detail, StringComparison.Ordinal);
        var task = (await Tib.LookAsync("/api/v1/tasks")).Body.GetProperty("tasks")[0];
        Assert.Equal(("Li", seen.Number), (Text(task, "assignee"), task.GetProperty("changedBy").GetInt64()));

        Task<Answer> ChangeAsync(object body) =>
            Tib.PostAsync(Calls.Incident(incident.Id, "/lines/2/task/change"), body);
    }

    [Fact]
    public async Task What_is_no_task_or_nobodys_to_change_is_refused()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "En anteckning.");
        await TaskAsync(incident.Id, "Kör ut vatten", "tib", Kris.Now);
        var reader = await Kris.ProgramAsync(Duty.Lasare);
        var body = new { key = Guid.NewGuid() };

        Assert.Equal(404, (await FinishAsync(Tib, 2)).Code);
        Assert.Equal(404, (await FinishAsync(Tib, 99)).Code);
        Assert.Equal(403, (await FinishAsync(reader, 3)).Code);
        Assert.Equal(["Kör ut vatten"], await TextsAsync());
        Assert.Equal(400, (await Tib.LookAsync("/api/v1/tasks?horizon=evig")).Code);
        Assert.Equal(400, (await Tib.LookAsync("/api/v1/tasks?limit=0")).Code);
        Assert.Equal(400, (await Tib.LookAsync("/api/v1/tasks?mine=kanske")).Code);
        var chair = await Kris.PersonAsync(Duty.KlnOrdforande);
        Assert.Equal(403, (await chair.LookAsync("/api/v1/tasks")).Code);

        Task<Answer> FinishAsync(HttpClient who, long number) =>
            who.PostAsync(Calls.Incident(incident.Id, $"/lines/{number}/task/finish"), body);
    }

    [Fact]
    public async Task A_list_says_whether_there_are_more()
    {
        var incident = await Tib.OpenAsync();
        for (var i = 0; i < 3; i++)
            await TaskAsync(incident.Id, $"Uppgift {i}", "tib", Kris.Now.AddHours(i));

        var two = (await Tib.LookAsync("/api/v1/tasks?limit=2")).Body;
        var three = (await Tib.LookAsync("/api/v1/tasks?limit=3")).Body;

        Assert.Equal((2, true), (two.GetProperty("tasks").GetArrayLength(), two.GetProperty("more").GetBoolean()));
        Assert.Equal((3, false), (three.GetProperty("tasks").GetArrayLength(), three.GetProperty("more").GetBoolean()));
    }

    [Fact]
    public async Task Marked_tasks_that_a_filter_cannot_find_are_counted_and_nobody_else_is_told_of_them()
    {
        const string told = "1 markerad uppgift kan höra hit";
        var incident = (await Tib.OpenAsync()).Id;
        var marked = new
        {
            kind = "uppgift",
            text = "Hämta den skyddade",
            assignee = "stabschef",
            horizon = "kort",
            lagrum = "osl-26-1",
            markingReason = "Visar en enskild.",
            circle = "stabsledningen",
        };
        Assert.Equal(201, (await Tib.PutAsync(Calls.Line(incident, Guid.CreateVersion7()), marked)).Code);
        var (chief, reader) = (await Kris.PersonAsync(Duty.Stabschef), await Kris.PersonAsync(Duty.Lasare));

        Assert.Equal([(1, 0), (0, 1), (0, 1)], await CountsAsync(chief));
        Assert.Equal([(0, 0), (0, 0), (0, 0)], await CountsAsync(reader));
        var empty = await PageAsync(chief, "?visa=alla&mina=ja");
        Assert.Contains(told, empty, StringComparison.Ordinal);
        Assert.Contains("/uppgifter?visa=alla\">utan filtret Mina</a>", empty, StringComparison.Ordinal);
        Assert.Contains("Ingen omarkerad uppgift passar filtret", empty, StringComparison.Ordinal);
        await TaskAsync(incident, "Ring skolan", "stabschef", Kris.Now.AddHours(1));
        var withHits = await PageAsync(chief, "?mina=ja");
        Assert.Contains("Ring skolan", withHits, StringComparison.Ordinal);
        Assert.Contains(told, withHits, StringComparison.Ordinal);
        Assert.DoesNotContain("kan höra hit", await PageAsync(chief, ""), StringComparison.Ordinal);
        var outside = await PageAsync(reader, "?mina=ja&horisont=kort");
        Assert.Contains("Ingen uppgift passar filtret", outside, StringComparison.Ordinal);
        Assert.DoesNotContain("kan höra hit", outside, StringComparison.Ordinal);
    }

    // Of all, of one's own and of a horizon: how many are given, and how many may belong besides.
    private static async Task<List<(int Given, int Marked)>> CountsAsync(HttpClient who)
    {
        var counts = new List<(int Given, int Marked)>();
        foreach (var query in new[] { "", "?mine=true", "?horizon=lang" })
        {
            var list = (await who.LookAsync($"/api/v1/tasks{query}")).Body;
            counts.Add((list.GetProperty("tasks").GetArrayLength(), list.GetProperty("marked").GetInt32()));
        }

        return counts;
    }

    private static async Task<string> PageAsync(HttpClient who, string query) =>
        WebUtility.HtmlDecode((await who.LookAsync($"/uppgifter{query}")).Raw);

    private Task<Answer> TaskAsync(Guid incident, string text, string assignee, DateTimeOffset due) => Tib.PutAsync(
        Calls.Line(incident, Guid.CreateVersion7()), new { kind = "uppgift", text, assignee, due });

    private async Task<IReadOnlyList<string>> TextsAsync(string query = "")
    {
        var answer = await Tib.LookAsync($"/api/v1/tasks{query}");
        return [.. answer.Body.GetProperty("tasks").EnumerateArray().Select(task => Text(task, "text"))];
    }

    private static string Text(JsonElement task, string name) => task.GetProperty(name).GetString()!;
}
