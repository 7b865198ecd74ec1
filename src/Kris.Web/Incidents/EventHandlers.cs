using Microsoft.AspNetCore.Components;

namespace Kris.Web.Incidents;

/// <summary>What the log's own script tells the circuit; boot.js registers the same names with Blazor.</summary>
[EventHandler("onlinechosen", typeof(LineChosenEventArgs))]
[EventHandler("onreadermoved", typeof(ReaderMovedEventArgs))]
[EventHandler("onlooked", typeof(EventArgs))]
public static class EventHandlers;

/// <summary>Somebody asked for more about a line.</summary>
public sealed class LineChosenEventArgs : EventArgs
{
    public long Number { get; set; }

    /// <summary>To open what is marked as secret, rather than to do something about the line.</summary>
    public bool Shows { get; set; }

    /// <summary>Among what a filter found, which stands in the place of the log.</summary>
    public bool IsFound { get; set; }
}

/// <summary>The reader came to the newest line, or left it.</summary>
public sealed class ReaderMovedEventArgs : EventArgs
{
    public bool IsAtTop { get; set; }
}
