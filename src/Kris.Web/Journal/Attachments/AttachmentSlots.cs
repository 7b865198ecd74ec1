namespace Kris.Web.Journal.Attachments;

/// <summary>
/// How many files are received at once: each takes its place on the disk and some time of a core, and whoever sends
/// slowly shall not be in the way of others.
/// </summary>
public sealed class AttachmentSlots
{
    private const int MaxAll = 16;
    private const int MaxPerAccount = 3;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, int> taken = [];
    private int all;

    /// <exception cref="BadHttpRequestException">All are taken; the caller comes back.</exception>
    public IDisposable Enter(Guid account)
    {
        lock (gate)
        {
            var own = taken.GetValueOrDefault(account);
            if (own >= MaxPerAccount || all >= MaxAll)
                throw new BadHttpRequestException("Too many files at once.", StatusCodes.Status429TooManyRequests);
            taken[account] = own + 1;
            all++;
        }

        return new Slot(this, account);
    }

    private void Leave(Guid account)
    {
        lock (gate)
        {
            all--;
            if (--taken[account] == 0)
                taken.Remove(account);
        }
    }

    private sealed class Slot(AttachmentSlots slots, Guid account) : IDisposable
    {
        private bool isLeft;

        public void Dispose()
        {
            if (isLeft)
                return;
            isLeft = true;
            slots.Leave(account);
        }
    }
}
