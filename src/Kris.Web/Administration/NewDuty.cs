using Kris.Domain.Accounts;

namespace Kris.Web.Administration;

/// <summary>A duty as it was filled in, to be assigned.</summary>
public sealed record NewDuty(Duty Duty, Guid? Unit, DateTimeOffset? From, DateTimeOffset? Until);
