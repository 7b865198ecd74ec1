using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>What a browser keeps: asked of the browser itself, past the pages.</summary>
internal static class Kept
{
    private const string Names =
        """
        () => new Promise((resolve, reject) => {
            const opening = indexedDB.open('kris');
            let isNew = false;
            // One that is not there is not made by looking.
            opening.onupgradeneeded = () => { isNew = true; opening.transaction.abort(); };
            opening.onerror = () => (isNew ? resolve([]) : reject(opening.error));
            opening.onsuccess = () => {
                const asked = opening.result.transaction('records').objectStore('records').getAllKeys();
                asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
            };
        })
        """;

    // Every byte that is stored, as far as a page can read it.
    private const string Content =
        """
        async () => {
            const db = await new Promise(resolve => {
                const opening = indexedDB.open('kris');
                opening.onsuccess = () => resolve(opening.result);
            });
            const all = await new Promise(resolve => {
                const asked = db.transaction('records').objectStore('records').getAll();
                asked.onsuccess = () => resolve(asked.result);
            });
            db.close();
            const text = new TextDecoder('utf-8', { fatal: false });
            // What is staged there is not words but their bytes, after a letter that says whether they are masked.
            const plain = ([name, value]) => name.startsWith('kris.stage|')
                ? text.decode(Uint8Array.from(atob(value.slice(1)), letter => letter.charCodeAt(0)))
                : value;
            return [
                ...all.map(record => text.decode(record.data)), ...Object.entries(localStorage).map(plain),
            ].join('\n');
        }
        """;

    public static async Task<string[]> NamesAsync(Person person) =>
        await person.Page.EvaluateAsync<string[]>(Names);

    public static Task<string> ContentAsync(Person person) => person.Page.EvaluateAsync<string>(Content);

    /// <summary>Waits until the page without a server is there, and the incident on it.</summary>
    public static async Task UntilReadyAsync(Person person, TestIncident incident)
    {
        await person.Page.WaitForFunctionAsync(
            "() => navigator.serviceWorker.controller !== null", arg: null, new() { Timeout = 3 * Person.Patience });
        await UntilAsync(person, names =>
            names.Any(name => name.StartsWith("kris.seen.", StringComparison.Ordinal)
                && name.EndsWith(incident.Id.ToString(), StringComparison.Ordinal))
            && names.Any(name => name.StartsWith("kris.calls.", StringComparison.Ordinal)));
    }

    public static async Task UntilAsync(Person person, Func<string[], bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(3 * Person.Patience));
        while (!isSo(await NamesAsync(person)))
            await Task.Delay(100, limit.Token);
    }

    /// <summary>Waits until it is what the server keeps as the person's draft; nothing, until it keeps none.</summary>
    public static async Task UntilServerHasAsync(Api person, TestIncident incident, string? text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(2 * Person.Patience));
        while (await person.DraftAsync(incident.Id) != text)
            await Task.Delay(100, limit.Token);
    }
}
