using Kris.Domain.Accounts;

namespace Kris.Tests.Accounts;

/// <summary>Somebody in each duty. The same duty is the same person all through a test run.</summary>
internal static class Actors
{
    public static readonly Guid Vatten = new("00000000-0000-4000-8000-0000000000a1");
    public static readonly Guid Skola = new("00000000-0000-4000-8000-0000000000a2");

    public static Actor Tib => In(Duty.Tib);

    public static Actor Stabschef => In(Duty.Stabschef);

    public static Actor Kommundirektor => In(Duty.Kommundirektor);

    public static Actor Ordforande => In(Duty.KlnOrdforande);

    public static Actor Vice => In(Duty.KlnVice);

    public static Actor Administrator => In(Duty.Administrator);

    public static Actor Forvaltningschef => In(Duty.Forvaltningschef);

    public static Actor In(Duty duty) => new(
        new Guid($"00000000-0000-4000-8000-{(int)duty:d12}"),
        $"En {duty.Swedish()}",
        duty,
        duty is Duty.Forvaltningschef ? Vatten : null);

    public static Actor TokenIn(Duty duty) => In(duty) with { IsToken = true };

    public static Actor Another(Duty duty) => In(duty) with { Id = new Guid("00000000-0000-4000-8000-0000000000ff") };
}
