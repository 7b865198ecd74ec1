using System.Collections.Concurrent;
using Kris.Domain.Accounts;

namespace Kris.Web.Journal;

/// <summary>Who has an incident open on this node right now. Nothing of it is kept.</summary>
public sealed class Presence(ILogger<Presence> log)
{
    private readonly ConcurrentDictionary<Guid, Room> rooms = new();

    public IDisposable Enter(Guid stream, Actor actor, Action changed)
    {
        var room = rooms.GetOrAdd(stream, _ => new Room());
        var guest = new Guest(actor, changed);
        room.Guests.TryAdd(guest, 0);
        room.Tell(log);
        return new Watch(() =>
        {
            room.Guests.TryRemove(guest, out _);
            room.Tell(log);
        });
    }

    /// <summary>Each person once, however many tabs. One list for all who ask, until somebody comes or goes.</summary>
    public IReadOnlyList<Actor> Here(Guid stream) => rooms.TryGetValue(stream, out var room) ? room.People : [];

    private sealed class Room
    {
        public ConcurrentDictionary<Guest, byte> Guests { get; } = new();

        public IReadOnlyList<Actor> People { get; private set; } = [];

        public void Tell(ILogger log)
        {
            lock (Guests)
            {
                var people = Guests.Keys.Select(guest => guest.Actor).DistinctBy(actor => actor.Id);
                People = [.. people.OrderBy(actor => actor.Name)];
            }

            foreach (var guest in Guests.Keys)
                Quietly.Run(guest.Changed, log);
        }
    }

    private sealed class Guest(Actor actor, Action changed)
    {
        public Actor Actor => actor;

        public Action Changed => changed;
    }
}
