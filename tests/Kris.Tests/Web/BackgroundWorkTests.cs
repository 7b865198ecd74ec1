using Kris.Tests.Server;
using Kris.Web.Hosting;
using Microsoft.Extensions.Hosting;

namespace Kris.Tests.Web;

[Collection(TestServerCollection.Name)]
public sealed class BackgroundWorkTests(TestServer postgres)
{
    [Fact]
    public async Task A_program_that_is_taken_down_without_being_stopped_leaves_no_work_that_failed()
    {
        var kris = await KrisServer.StartAsync(postgres);
        var works = kris.Service<IEnumerable<IHostedService>>().OfType<BackgroundWork>().ToList();

        await kris.DisposeAsync();

        Assert.NotEmpty(works);
        await Task.WhenAll(works.Select(work => work.ExecuteTask!)).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void All_of_ours_can_be_told_to_stop_in_the_middle_of_it()
    {
        var works = typeof(BackgroundWork).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(BackgroundService)) && !type.IsAbstract)
            .ToList();

        Assert.True(works.Count >= 7, $"{works.Count} of them");
        Assert.All(works, work => Assert.True(work.IsSubclassOf(typeof(BackgroundWork)), work.Name));
    }
}
