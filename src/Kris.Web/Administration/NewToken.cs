using Kris.Domain.Accounts;

namespace Kris.Web.Administration;

/// <summary>A token as it was filled in, to be given out.</summary>
public sealed record NewToken(string Name, TokenUse Use, Duty Duty, Guid? Unit, int Days);
