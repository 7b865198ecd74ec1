using System.Globalization;
using System.Security.Claims;
using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Journal;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Tasks;

/// <summary>Tasks as lines made them, and what is done about them.</summary>
public static class TaskApi
{
    private const int DefaultLimit = 100;

    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tasks", ListAsync).RequireAuthorization(Policies.ReadLog)
            .WithSummary("List tasks")
            .WithDescription(
                "Of every incident that goes on, with `closed` of those that are closed, or of one. Open ones unless "
                + "`done` says otherwise; `overdue` are those whose time has passed, and with `done` those that were "
                + "done after it; `mine` are those given to the caller by name, user name or duty; `limit` at most "
                + $"{TaskLines.MaxLimit - 1}. Neither `mine` nor `horizon` finds a task by what stands in a line that "
                + "is marked as secret: `marked` is how many such tasks, among those that the caller may see, may "
                + "belong to the answer. They are given when it is asked for without the two.");
        var acts = api.MapGroup("/incidents/{id}/lines/{number}/task").RequireAuthorization(Policies.LoggedIn);
        acts.MapPost("/finish", FinishAsync).WithSummary("Say that a task is done")
            .WithDescription("Or, with `withdrawn`, that it is not to be done any more, and why.");
        acts.MapPost("/reopen", ReopenAsync).WithSummary("Open a task again");
        acts.MapPost("/change", ChangeAsync).WithSummary("Give a task another assignee, deadline or horizon")
            .WithDescription(
                "All of the terms, and so those too that somebody else has changed: with `changedBy` as the list gave "
                + "it the call answers 409 where the task has been changed since.");
    }

    private static async Task<TaskList> ListAsync(
        Guid? incident,
        bool? mine,
        bool? overdue,
        bool? done,
        bool? closed,
        string? horizon,
        int? limit,
        ClaimsPrincipal user,
        ApiActor actors,
        TaskLines tasks,
        IDbContextFactory<KrisDb> factory)
    {
        Refuse.IfMalformed(limit < 1, "limit ska vara ett positivt heltal.");
        Refuse.IfMalformed(
            horizon is not null && !LineCodes.Horizons.ContainsKey(horizon), "Horisonten i frågan finns inte.");
        var (me, now) = (await actors.OfAsync(user), actors.Now);
        var asked = Math.Min(limit ?? DefaultLimit, TaskLines.MaxLimit - 1);
        var filter = new TaskFilter(
            incident,
            IsOpen: done is not true,
            Mine: mine is true ? await factory.NamesAsync(me) : null,
            OverdueAt: overdue is true ? now : null,
            Horizon: horizon,
            GoesOn: incident is null ? closed is not true : null);
        var right = ReadingRight.Of(me);
        var found = await tasks.ListAsync(filter, right, asked + 1);
        return new TaskList(
            [.. found.Take(asked).Select(task => TaskReply.Of(task, now))],
            found.Count > asked,
            await tasks.UntoldAsync(filter, right));
    }

    private static Task<Ok<LineWritten>> FinishAsync(
        Guid id, long number, FinishTaskRequest body, ClaimsPrincipal user, TaskDesk desk) =>
        desk.ActAsync(
            new LineAsk(
                id,
                number,
                body,
                "task-finish",
                [("outcome", body.Outcome), ("withdrawn", body.Withdrawn is true ? "true" : null)]),
            user,
            (task, me, _) => body.Withdrawn is true
                ? TaskActs.Withdraw(task, body.Outcome, me)
                : TaskActs.Finish(task, body.Outcome, me));

    private static Task<Ok<LineWritten>> ReopenAsync(
        Guid id, long number, ReopenTaskRequest body, ClaimsPrincipal user, TaskDesk desk) =>
        desk.ActAsync(
            new LineAsk(id, number, body, "task-reopen", [("reason", body.Reason)]),
            user,
            (task, me, _) => TaskActs.Reopen(task, body.Reason, me));

    private static Task<Ok<LineWritten>> ChangeAsync(
        Guid id, long number, ChangeTaskRequest body, ClaimsPrincipal user, TaskDesk desk) =>
        desk.ActAsync(
            new LineAsk(id, number, body, "task-change", Asked(body)),
            user,
            (task, me, now) =>
            {
                TaskActs.UnlessSeen(task, body.ChangedBy);
                return TaskActs.Change(task, body.Terms(), body.Reason, me, now);
            });

    private static (string Name, string? Value)[] Asked(ChangeTaskRequest body) =>
    [
        ("assignee", body.Assignee),
        ("due", body.Due is { } at ? IsoTime.Format(at) : null),
        ("horizon", body.Horizon),
        ("lifeDanger", body.LifeDanger is true ? "true" : null),
        ("reason", body.Reason),
        ("changedBy", body.ChangedBy?.ToString(CultureInfo.InvariantCulture)),
    ];
}

/// <summary>Lets a task be acted on: the right is asked first, then whether it was done, then the task.</summary>
public sealed class TaskDesk(
    ApiActor actors, KnownIncidents incidents, LineActor acts, JournalStore journal, TaskLines tasks)
{
    public async Task<Ok<LineWritten>> ActAsync(
        LineAsk ask, ClaimsPrincipal user, Func<LineTask, Actor, DateTimeOffset, NewLine> act)
    {
        var me = await actors.OfAsync(user, ask.Body);
        TaskActs.UnlessMay(me);
        await incidents.UnlessKnownAsync(ask.Incident);
        var number = ask.Number.ToString(CultureInfo.InvariantCulture);
        var once = ApiOnce.Of(ask.Body.Key, ask.Verb, ask.Incident, me, [("number", number), .. ask.Asked]);
        return TypedResults.Ok(await ApiOnce.AgainAsync(() => OnceAsync(ask, once, me, act)));
    }

    private async Task<LineWritten> OnceAsync(
        LineAsk ask, Once once, Actor me, Func<LineTask, Actor, DateTimeOffset, NewLine> act)
    {
        if (await acts.DoneAsync(ask.Incident, once) is { } done)
            return done;

        var task = await tasks.FindAsync(ask.Incident, ask.Number, ReadingRight.Of(me));
        var line = act(task, me, actors.Now) with { Key = once.Key, Request = once.Request };
        return LineWritten.Of(await journal.AppendAsync(task, line));
    }
}
