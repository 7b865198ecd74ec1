using Kris.Data;
using Kris.Data.Server;
using Npgsql;

namespace Kris.Tests.Server;

[Collection(TestServerCollection.Name)]
public sealed class TestServerTests(TestServer server)
{
    [Fact]
    public async Task Each_test_has_a_database_of_its_own_from_the_same_template()
    {
        await server.TemplateAsync(
            "template_of_this_test", name => Ask.RunAsync(server.Owner(name), "CREATE TABLE rows AS SELECT 1 AS id"));
        var one = await server.NewDatabaseAsync("template_of_this_test");
        var other = await server.NewDatabaseAsync("template_of_this_test");

        await Ask.RunAsync(server.Owner(one), "INSERT INTO rows VALUES (2)");

        Assert.Equal(2, await Ask.ValueAsync<long>(server.Owner(one), "SELECT count(*) FROM rows"));
        Assert.Equal(1, await Ask.ValueAsync<long>(server.Owner(other), "SELECT count(*) FROM rows"));
    }

    [Fact]
    public async Task The_application_reads_only_what_it_was_given()
    {
        var name = await server.NewDatabaseAsync();
        await Ask.RunAsync(server.Owner(name), "CREATE TABLE rows AS SELECT 1 AS id");

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => Ask.ValueAsync<int>(server.App(name), "SELECT id FROM rows"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task The_owner_of_a_private_database_may_do_all_that_the_migrations_ask()
    {
        var name = await server.NewDatabaseAsync();

        await Migrator.RunAsync(server.Owner(name), PrivateDatabase.App);

        Assert.Equal(0, await Ask.ValueAsync<long>(server.App(name), "SELECT count(*) FROM log_chain"));
    }
}
