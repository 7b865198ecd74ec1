namespace Kris.Browser.Faults;

/// <summary>The grounds of a campaign and its browser, each made when the first fault needs it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private Ground? own;
    private Ground? shared;

    public Browsers Browsers { get; } = new();

    /// <summary>One node with its private PostgreSQL, which runs.</summary>
    public async Task<Ground> PrivateAsync()
    {
        own ??= await Ground.PrivateAsync();
        await own.NeedAsync(1);
        return own;
    }

    /// <summary>That many nodes on one server, which all run.</summary>
    public async Task<Ground> SharedAsync(int nodes)
    {
        shared ??= await Ground.SharedAsync();
        await shared.NeedAsync(nodes);
        return shared;
    }

    public async ValueTask DisposeAsync()
    {
        await Browsers.DisposeAsync();
        if (own is not null)
            await own.DisposeAsync();
        if (shared is not null)
            await shared.DisposeAsync();
    }
}
