namespace Kris.Domain.Journal.Attachments;

/// <summary>What an attachment can be. What is not here is refused.</summary>
/// <param name="Swedish">What a reader is told it is.</param>
/// <param name="Endings">Of names, the usual one first.</param>
public sealed record AttachmentType(string Mime, string Swedish, params IReadOnlyList<string> Endings)
{
    private const string Ooxml = "application/vnd.openxmlformats-officedocument.";
    private const string Odf = "application/vnd.oasis.opendocument.";

    public static readonly AttachmentType Jpeg = new("image/jpeg", "foto", ".jpg", ".jpeg", ".jpe", ".jfif");
    public static readonly AttachmentType Png = new("image/png", "bild", ".png");
    public static readonly AttachmentType Webp = new("image/webp", "bild", ".webp");
    public static readonly AttachmentType Pdf = new("application/pdf", "PDF", ".pdf");
    public static readonly AttachmentType Docx = new(Ooxml + "wordprocessingml.document", "Word", ".docx");
    public static readonly AttachmentType Xlsx = new(Ooxml + "spreadsheetml.sheet", "Excel", ".xlsx");
    public static readonly AttachmentType Pptx = new(
        Ooxml + "presentationml.presentation", "PowerPoint", ".pptx", ".ppsx");
    public static readonly AttachmentType Odt = new(Odf + "text", "textdokument", ".odt");
    public static readonly AttachmentType Ods = new(Odf + "spreadsheet", "kalkylark", ".ods");
    public static readonly AttachmentType Odp = new(Odf + "presentation", "presentation", ".odp");
    public static readonly AttachmentType Mp3 = new("audio/mpeg", "ljud", ".mp3");
    public static readonly AttachmentType M4a = new("audio/mp4", "ljud", ".m4a", ".mp4", ".3gp");
    public static readonly AttachmentType Ogg = new("audio/ogg", "ljud", ".ogg", ".oga", ".opus");
    public static readonly AttachmentType Wav = new("audio/wav", "ljud", ".wav");

    public static IReadOnlyList<AttachmentType> All { get; } =
        [Jpeg, Png, Webp, Pdf, Docx, Xlsx, Pptx, Odt, Ods, Odp, Mp3, M4a, Ogg, Wav];

    public bool IsImage => Mime.StartsWith("image/", StringComparison.Ordinal);

    public bool IsAudio => Mime.StartsWith("audio/", StringComparison.Ordinal);

    /// <summary>
    /// Whether a browser may show it in place: what it shows cannot run anything. A document is saved and opened
    /// by the program that it belongs to.
    /// </summary>
    public bool IsShown => IsImage || IsAudio;

    public static AttachmentType? Parse(string mime) => All.FirstOrDefault(type => type.Mime == mime);
}
