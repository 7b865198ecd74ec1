using Kris.Domain.Accounts;
using Kris.Tests.Accounts;
using Kris.Web.Tasks;

namespace Kris.Tests.Tasks;

public sealed class TaskWordsTests
{
    [Fact]
    public void A_task_is_mine_by_my_name_or_by_the_duty_i_act_in()
    {
        var names = TaskWords.NamesOf(Actors.In(Duty.Loggforare) with { Name = "Åsa Berg" }, "asa.berg");

        foreach (var name in new[] { "Åsa Berg", "åsa berg", "loggförare", "loggforare", "asa.berg", "@asa.berg" })
            Assert.Contains(name, names);
        Assert.DoesNotContain("stabschef", names);
    }
}
