using Kris.Browser.Faults;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Kris.Browser.Running.LongestFirst", "Kris.Browser")]

namespace Kris.Browser.Running;

/// <summary>Two collections run at a time: one that takes long and begins last would run alone in the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        KeepingSiteCollection.Name, FaultCollection.Name, SiteCollection.Name, ShownSiteCollection.Name,
        KilledSiteCollection.Name,
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(one => Array.IndexOf(Long, one.DisplayName) is var at and >= 0 ? at : Long.Length);
}
