namespace Kris.Data.Journal;

/// <summary>The journal's SQL, kept as files so that it can be read as what it is.</summary>
internal static class JournalSql
{
    public static string Read(string file)
    {
        using var stream = typeof(JournalSql).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
