namespace Kris.Web.Search;

/// <summary>
/// The question that a page stands with. Asking another calls the one before it off: its answer can come later, and is
/// nobody's any more.
/// </summary>
public sealed class Asking : IDisposable
{
    private CancellationTokenSource? latest;

    /// <summary>Cancelled when something else is asked, or the page has gone.</summary>
    public CancellationToken Anew()
    {
        Cancel();
        latest = new CancellationTokenSource();
        return latest.Token;
    }

    /// <summary>Whether the page has gone: nothing is to be begun for it any more.</summary>
    public bool IsOver { get; private set; }

    public void Dispose()
    {
        IsOver = true;
        Cancel();
    }

    private void Cancel()
    {
        latest?.Cancel();
        latest?.Dispose();
        latest = null;
    }
}
