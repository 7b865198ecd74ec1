using static Kris.Domain.Accounts.Act;
using static Kris.Domain.Accounts.Duty;
using static Kris.Domain.Accounts.Grant;

namespace Kris.Domain.Accounts;

/// <summary>Who may do what: the one place that says so. What is not written here is not allowed.</summary>
public static class DutyTable
{
    private static readonly Dictionary<Act, Dictionary<Duty, Grant>> Grants = new()
    {
        [SeeIncidents] = new()
        {
            [Tib] = Yes,
            [Stabschef] = Yes,
            [Stabsmedlem] = Yes,
            [Loggforare] = Yes,
            [Kommundirektor] = Yes,
            [Beredskapssamordnare] = Yes,
            [Forvaltningschef] = Yes,
            [Kommunikator] = Yes,
            [Registrator] = Yes,
            [Lasare] = Yes,
            [KlnOrdforande] = Dashboard,
            [KlnVice] = Dashboard,
            [KlnLedamot] = Dashboard,
        },
        [OpenIncident] = new()
        {
            [Tib] = Yes,
            [Stabschef] = Yes,
            [Stabsmedlem] = Yes,
            [Loggforare] = Yes,
            [Kommundirektor] = Yes,
            [Beredskapssamordnare] = Yes,
            [Forvaltningschef] = OwnUnit,
        },
        [WriteLine] = new()
        {
            [Tib] = Yes,
            [Stabschef] = Yes,
            [Stabsmedlem] = Yes,
            [Loggforare] = Yes,
            [Kommundirektor] = Yes,
            [Beredskapssamordnare] = Yes,
            [Forvaltningschef] = Yes,
            [Kommunikator] = Yes,
            [KlnOrdforande] = OwnDecisions,
            [KlnVice] = OwnDecisions,
        },
        [CorrectLine] = new()
        {
            [Tib] = Own,
            [Stabschef] = Yes,
            [Stabsmedlem] = Own,
            [Loggforare] = Yes,
            [Kommundirektor] = Own,
            [Beredskapssamordnare] = Own,
            [Forvaltningschef] = Own,
            [Kommunikator] = Own,
            [KlnOrdforande] = Own,
            [KlnVice] = Own,
        },
        [FlagIncident] = new()
        {
            [Tib] = Yes,
            [Stabschef] = Yes,
            [Stabsmedlem] = Yes,
            [Loggforare] = Yes,
            [Kommundirektor] = Yes,
            [Beredskapssamordnare] = Yes,
            [Forvaltningschef] = Yes,
        },
        [RaiseToSarskild] = new()
        {
            [Tib] = Yes,
            [Stabschef] = Yes,
            [Kommundirektor] = Yes,
            [Beredskapssamordnare] = Yes,
        },
        [AskForCentralSupport] = new() { [Forvaltningschef] = Yes },
        [ProposeExtraordinar] = new()
        {
            [Tib] = Yes,
            [Stabschef] = Yes,
            [Kommundirektor] = Yes,
            [Beredskapssamordnare] = Yes,
        },
        [RaiseToExtraordinar] = new()
        {
            [Kommundirektor] = Yes,
            [KlnOrdforande] = Yes,
            [KlnVice] = WithForhinder,
        },
        [LowerFromSarskild] = new() { [Stabschef] = Yes, [Kommundirektor] = Yes },
        [LowerFromExtraordinar] = new()
        {
            [Kommundirektor] = Yes,
            [KlnOrdforande] = Yes,
            [KlnVice] = WithForhinder,
        },
        [CloseIncident] = new()
        {
            [Tib] = Own,
            [Stabschef] = Yes,
            [Kommundirektor] = Yes,
            [Beredskapssamordnare] = Yes,
            [Forvaltningschef] = OwnUnit,
        },
        [WriteOnBehalf] = new() { [Stabschef] = Yes, [Stabsmedlem] = Yes, [Loggforare] = Yes },
        [AcceptPending] = new() { [Stabschef] = Yes },
        [MarkSecret] = new()
        {
            [Tib] = Yes,
            [Stabschef] = Yes,
            [Stabsmedlem] = Yes,
            [Loggforare] = Yes,
            [Kommundirektor] = Yes,
            [Beredskapssamordnare] = Yes,
            [Forvaltningschef] = Yes,
            [Kommunikator] = Yes,
            [Registrator] = Yes,
        },
        [LiftMarking] = new() { [Stabschef] = Yes, [Registrator] = Yes },
        [ReadMarked] = new()
        {
            [Tib] = InCircle,
            [Stabschef] = Yes,
            [Stabsmedlem] = InCircle,
            [Loggforare] = Yes,
            [Kommundirektor] = Yes,
            [Beredskapssamordnare] = InCircle,
            [Forvaltningschef] = InCircle,
            [Kommunikator] = InCircle,
            [Registrator] = Yes,
        },
        [ExportStream] = new()
        {
            [Stabschef] = Yes,
            [Kommundirektor] = Yes,
            [Beredskapssamordnare] = Yes,
            [Registrator] = Yes,
        },
        // Two of them decide together: nobody erases alone.
        [EraseSpill] = new() { [Stabschef] = Yes, [Kommundirektor] = Yes, [Registrator] = Yes },
        [EditRegisters] = new() { [Beredskapssamordnare] = Yes, [Administrator] = Yes },
        [AdministerAccounts] = new() { [Administrator] = Yes },
    };

    public static Grant For(Duty duty, Act act) => Grants[act].GetValueOrDefault(duty);

    /// <summary>Who to ask: the duties that hold the act, as words.</summary>
    public static string WhoMay(Act act) =>
        string.Join(", ", Grants[act].Where(row => row.Value is not No).Select(row => row.Key.Swedish()));
}
