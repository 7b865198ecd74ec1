namespace Kris.Domain.Journal;

/// <summary>What a marking as secret can rest on: a row of the register, because the law changes.</summary>
/// <param name="Code">Stands in the line, such as <c>osl-18-13</c>.</param>
/// <param name="Paragraph">As it is written short, such as OSL 18:13.</param>
public sealed record LegalBasis(string Code, string Paragraph, string Name, DateOnly ValidFrom, DateOnly? ValidUntil)
{
    public bool IsValid(DateOnly on) => ValidFrom <= on && (ValidUntil is not { } until || on <= until);

    /// <summary>The short form of a code, for a line whose basis may be gone from the register.</summary>
    public static string Abbreviated(string code) => code.Split('-') is [var law, var chapter, var paragraph]
        ? $"{law.ToUpperInvariant()} {chapter}:{paragraph}"
        : code;
}
