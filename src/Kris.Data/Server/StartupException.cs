namespace Kris.Data.Server;

/// <summary>Kris cannot start. The message is one Swedish sentence, or two, with what to do about it.</summary>
public sealed class StartupException(string sentence, Exception? cause = null) : Exception(sentence, cause)
{
    // Numbers of ENOSPC and EDQUOT, which .NET hands on untranslated: 28 everywhere, 122 on Linux and 69 on macOS.
    public static bool IsDiskFull(IOException failure) =>
        failure.HResult == 28 || failure.HResult == (OperatingSystem.IsMacOS() ? 69 : 122);

    public static StartupException DiskFull(string folder, Exception? cause = null) => new(
        $"Disken är full där datamappen {folder} ligger. Frigör minst 500 MB där, eller flytta mappen och peka ut "
        + "den med KRIS_DATA, och starta igen.",
        cause);

    public static StartupException NotWritable(string folder, Exception cause) =>
        cause is IOException io && IsDiskFull(io)
            ? DiskFull(folder, cause)
            : new(
                $"Datamappen {folder} går inte att skriva i ({cause.Message.TrimEnd('.')}). Ge den som startar Kris "
                + "rätt till mappen, eller välj en annan med KRIS_DATA.",
                cause);
}
