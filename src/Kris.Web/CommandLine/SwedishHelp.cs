using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Kris.Web.CommandLine;

/// <summary>Help and complaints in Swedish: the library speaks English alone.</summary>
internal static class SwedishHelp
{
    public static void Write(Command command, TextWriter output)
    {
        output.WriteLine($"{Usage(command)}");
        output.WriteLine();
        output.WriteLine(command.Description);
        var rows = Rows(command).ToList();
        if (rows.Count == 0)
            return;

        output.WriteLine();
        var width = rows.Max(row => row.Left.Length);
        foreach (var (left, right) in rows)
            output.WriteLine($"  {left.PadRight(width)}   {right}");
    }

    /// <summary>What could not be understood, and where to read more.</summary>
    public static string Complaint(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var more = $"Läs mer med {Path(command)} --help.";
        if (parsed.UnmatchedTokens.Count > 0)
            return $"”{parsed.UnmatchedTokens[0]}” förstås inte här. {more}";

        return parsed.Errors[0].SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option => $"Efter {option.Option.Name} saknas ett värde. {more}",
            OptionResult option => $"”{option.Tokens[^1].Value}” passar inte efter {option.Option.Name}. {more}",
            ArgumentResult argument => $"{Word(argument.Argument)} saknas eller förstås inte. {more}",
            _ => $"Ett kommando saknas. {more}",
        };
    }

    private static string Usage(Command command)
    {
        var words = new List<string> { Path(command) };
        words.AddRange(command.Subcommands.Count > 0 && command.Action is null ? ["KOMMANDO"] : []);
        words.AddRange(command.Arguments.Select(argument =>
            argument.Arity.MinimumNumberOfValues == 0 ? $"[{Word(argument)}]" : Word(argument)));
        words.AddRange(command.Options.Where(option => option is not HelpOption)
            .Select(option => option.Required ? Left(option) : $"[{Left(option)}]"));
        return string.Join(' ', words);
    }

    private static IEnumerable<(string Left, string Right)> Rows(Command command)
    {
        foreach (var sub in command.Subcommands)
            yield return (sub.Name, sub.Description!.Split('\n')[0]);
        foreach (var argument in command.Arguments)
            yield return (Word(argument), argument.Description ?? "");
        foreach (var option in command.Options.Where(option => option is not HelpOption))
            yield return (Left(option), option.Description ?? "");
    }

    private static string Left(Option option) =>
        option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;

    private static string Word(Argument argument) => argument.HelpName ?? argument.Name;

    private static string Path(Command command)
    {
        var parents = command.Parents.OfType<Command>().ToList();
        return parents.Count == 0 ? "./kris" : $"{Path(parents[0])} {command.Name}";
    }
}
