namespace Kris.Domain.Accounts;

/// <summary>Who acts, and in which duty. Every verb asks it.</summary>
/// <param name="Id">The account, or the token.</param>
/// <param name="Unit">The unit that the duty is held for, where it is held for one.</param>
public sealed record Actor(Guid Id, string Name, Duty Duty, Guid? Unit = null, bool IsToken = false)
{
    /// <summary>What Kris does by itself: seeding, recovery and commands on the machine.</summary>
    public static Actor Machine { get; } = new(Guid.Empty, "Kris", Duty.Administrator);

    // A token never carries the right to raise to extraordinär händelse (domain rule of duties).
    public Grant GrantFor(Act act) =>
        IsToken && act is Act.RaiseToExtraordinar ? Grant.No : DutyTable.For(Duty, act);

    /// <summary>Whether the act is open to the duty at all; what it reaches is asked where it is done.</summary>
    public bool May(Act act) => GrantFor(act) is not Grant.No;

    public bool MayFully(Act act) => GrantFor(act) is Grant.Yes;

    public bool Reads => GrantFor(Act.SeeIncidents) is Grant.Yes;
}
