using System.Text;

namespace Kris.Browser.Faults.Inputs;

/// <summary>Messages of a circuit as the browser's script sends them: MessagePack with a length before it.</summary>
internal static class Pack
{
    public static byte[] Handshake { get; } = [.. """{"protocol":"blazorpack","version":1}"""u8, 0x1e];

    /// <summary>What a page says to the server in the course of its life.</summary>
    public static IReadOnlyList<byte[]> Messages { get; } =
    [
        Invocation("StartCircuit", "http://localhost/", "http://localhost/", "[]", ""),
        Invocation("ConnectCircuit", "CfDJ8"),
        Invocation("BeginInvokeDotNetFromJS", "1", "Kris.Web", "Say", 0, "[]"),
        Invocation("EndInvokeJSFromDotNet", 1, 1, "[1,true,null]"),
        Invocation("OnRenderCompleted", 1, ""),
        Invocation("OnLocationChanged", "http://localhost/handelser", "", 0),
        Invocation("ReceiveJSDataChunk", 1, 1, "AA==", ""),
        Invocation("UpdateRootComponents", "{\"batchId\":1,\"operations\":[]}", ""),
        Framed([0x91, 0x06]),
        Framed([0x92, 0x07, 0xc0]),
    ];

    // Kind 1, no headers, a number to answer to, the method, its arguments, no streams.
    private static byte[] Invocation(string method, params object[] arguments) => Framed(
    [
        0x96, 0x01, 0x80, .. Text("1"), .. Text(method), (byte)(0x90 | arguments.Length),
        .. arguments.SelectMany(argument => argument is int number ? [(byte)number] : Text((string)argument)), 0x90,
    ]);

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [0xd9, (byte)bytes.Length, .. bytes];
    }

    private static byte[] Framed(byte[] message) => message.Length < 0x80
        ? [(byte)message.Length, .. message]
        : [(byte)((message.Length & 0x7f) | 0x80), (byte)(message.Length >> 7), .. message];
}
