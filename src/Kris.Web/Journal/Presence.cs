using System.Collections.Concurrent;
using Kris.Domain.Accounts;

namespace Kris.Web.Journal;

/// <summary>Who has an incident open on this node right now. Nothing of it is kept.</summary>
public sealed class Presence
{
    private readonly ConcurrentDictionary<Guid, Room> rooms = new();

    public IDisposable Enter(Guid stream, Actor actor, Action changed)
    {
        var room = rooms.GetOrAdd(stream, _ => new Room());
        var guest = new Guest(actor, changed);
        room.Guests.TryAdd(guest, 0);
        room.Tell();
        return new Watch(() =>
        {
            room.Guests.TryRemove(guest, out _);
            room.Tell();
        });
    }

    /// <summary>Each person once, however many tabs.</summary>
    public IReadOnlyList<Actor> Here(Guid stream) => rooms.TryGetValue(stream, out var room)
        ? [.. room.Guests.Keys.Select(guest => guest.Actor).DistinctBy(actor => actor.Id).OrderBy(actor => actor.Name)]
        : [];

    private sealed class Room
    {
        public ConcurrentDictionary<Guest, byte> Guests { get; } = new();

        public void Tell()
        {
            foreach (var guest in Guests.Keys)
                guest.Changed();
        }
    }

    private sealed class Guest(Actor actor, Action changed)
    {
        public Actor Actor => actor;

        public Action Changed => changed;
    }
}
