namespace Kris.Web.Exports;

/// <summary>
/// The printer failed, and may do better the next time. It is no refusal: there is nothing that whoever asked could do
/// otherwise.
/// </summary>
public sealed class PrinterException(string message, Exception? inner = null) : Exception(message, inner);
