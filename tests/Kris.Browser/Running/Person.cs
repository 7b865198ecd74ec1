using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Kris.Browser.Running;

/// <summary>Somebody with a browser of their own, who looks for things by what they are called.</summary>
public sealed class Person
{
    /// <summary>How long something may take on a machine that does more than this, in milliseconds.</summary>
    public const float Patience = 10_000;

    // What the server made beforehand is marked: when it is gone, the page that takes its place is alive.
    private const string Watch =
        """
        addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI));
        addEventListener('DOMContentLoaded',
            () => document.querySelector('main')?.setAttribute('data-made-before', ''));
        """;

    private readonly ConcurrentQueue<string> complaints = [];
    private readonly List<Regex> expected = [];

    private Person(IBrowserContext context, IPage page) => (Context, Page) = (context, page);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public static async Task<Person> InAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout(Patience);
        await context.AddInitScriptAsync(Watch);
        return await TabAsync(context);
    }

    /// <summary>Another tab of the same browser.</summary>
    public Task<Person> TabAsync() => TabAsync(Context);

    private static async Task<Person> TabAsync(IBrowserContext context)
    {
        var person = new Person(context, await context.NewPageAsync());
        person.Listen();
        return person;
    }

    /// <summary>What went wrong in the page that the test did not ask for.</summary>
    public IEnumerable<string> Complaints =>
        complaints.Where(complaint => !expected.Exists(pattern => pattern.IsMatch(complaint)));

    /// <summary>Some trouble belongs to the test: a page that answers 403, a server that is away.</summary>
    public void Expects(string pattern) =>
        expected.Add(new Regex(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));

    public void ExpectsOutages() => Expects("net::|WebSocket|[Cc]onnection|Failed to fetch|status of 50|circuit");

    /// <summary>Goes to a page and waits until it is alive; a click before that would be lost.</summary>
    public async Task GoAsync(string address)
    {
        await Page.GotoAsync(address);
        await AliveAsync();
    }

    /// <summary>Goes to the log of an incident and waits until one is shown as being there.</summary>
    public async Task GoAsync(TestIncident incident)
    {
        await GoAsync(incident.Address);
        await Expect(Heading(incident.Title)).ToBeFocusedAsync();
        await Expect(Here.GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();
    }

    // A page that is still being read is not marked yet.
    public async Task AliveAsync() => await Page.WaitForFunctionAsync(
        """
        () => document.readyState === 'complete'
            && document.querySelector('main:not([data-made-before]) h1') !== null
        """,
        arg: null,
        new() { Timeout = 2 * Patience });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Text(string text) => Page.GetByText(text);

    public ILocator Here => Page.GetByRole(AriaRole.Region, new() { Name = "Här just nu" });

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public ILocator Composer => Page.GetByRole(AriaRole.Textbox, new() { Name = "Ny rad i loggen" });

    /// <summary>The line of the log in which the text stands.</summary>
    public ILocator Line(string text) => Page.Locator("ol.log > li").Filter(new() { HasText = text });

    /// <summary>The state of the line that is being sent, in words.</summary>
    public ILocator LineState => Page.Locator("[data-part=line-state]");

    public ILocator Outbox => Page.GetByRole(AriaRole.List, new() { Name = "Rader som servern inte har tagit emot" });

    public ILocator Connection => Page.Locator("[data-connection]");

    public async Task WriteAsync(string line)
    {
        await Composer.FillAsync(line);
        await Composer.PressAsync("Enter");
    }

    /// <summary>Opens "Mer" in the head of an incident and chooses there.</summary>
    public async Task ChooseAsync(string act)
    {
        await Page.Locator("details.menu > summary").ClickAsync();
        await Button(act).ClickAsync();
    }

    public async Task SignOutAsync()
    {
        await Page.Locator("details.me > summary").ClickAsync();
        await Button("Logga ut").ClickAsync();
    }

    public Task PressAsync(params string[] keys) => PressAllAsync(Page.Keyboard, keys);

    private static async Task PressAllAsync(IKeyboard keyboard, string[] keys)
    {
        foreach (var key in keys)
            await keyboard.PressAsync(key);
    }

    private void Listen()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Enqueue($"{new Uri(Page.Url).AbsolutePath}: {message.Text} {message.Location}");
        };
        Page.PageError += (_, error) => complaints.Enqueue($"{Page.Url}: {error}");
    }
}
