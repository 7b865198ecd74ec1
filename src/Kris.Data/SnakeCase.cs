using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Kris.Data;

/// <summary>Names in the database as PostgreSQL's users write them, unquoted.</summary>
internal static partial class SnakeCase
{
    public static void Apply(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            entity.SetTableName(Of(entity.GetTableName()!.Replace("AspNet", "Login", StringComparison.Ordinal)));
            var complex = entity.GetComplexProperties().SelectMany(part => part.ComplexType.GetProperties());
            foreach (var property in entity.GetProperties().Concat(complex))
            {
                // The row version is PostgreSQL's own column, and keeps its name.
                property.SetColumnName(property.ClrType == typeof(uint) ? "xmin" : Of(property.GetColumnName()));
            }

            foreach (var key in entity.GetKeys())
                key.SetName(Of(key.GetName()!));
            foreach (var key in entity.GetForeignKeys())
                key.SetConstraintName(Of(key.GetConstraintName()!));
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName(Of(index.GetDatabaseName()!));
        }
    }

    private static string Of(string name) =>
        Boundary().Replace(name, "_").ToLowerInvariant().Replace("__", "_", StringComparison.Ordinal);

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Boundary();
}
