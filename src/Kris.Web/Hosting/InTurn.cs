using Kris.Web.Api;

namespace Kris.Web.Hosting;

/// <summary>
/// Lets one at a time ask the database for what they all want. Whoever waited for one who was not answered is told so
/// with that one: to ask anew, one after the other, would add up their waits.
/// </summary>
public sealed class InTurn : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private long failures;

    public void Dispose() => turn.Dispose();

    /// <exception cref="TimeoutException">The database did not answer the one before.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        var known = Interlocked.Read(ref failures);
        await turn.WaitAsync();
        try
        {
            if (known != Interlocked.Read(ref failures))
                throw new TimeoutException("The database did not answer the one before.");
            return await ask();
        }
        catch (Exception failed) when (DatabaseAway.Is(failed))
        {
            Interlocked.Increment(ref failures);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }
}
