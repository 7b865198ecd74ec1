using Kris.Domain.Journal;

namespace Kris.Web.Api;

/// <summary>Keys that follow from another, for what one request writes in more than one place.</summary>
public static class ApiKeys
{
    public static Guid Following(Guid key, string what) => DerivedKey.Of(key, what);
}
