using System.Text;

namespace Perto.Streaming;

/// <summary>The encodings that a mapping may name.</summary>
internal static class MappedEncodings
{
    public static IReadOnlyList<string> Names { get; } = ["utf-8", "utf-16", "latin-1", "windows-1252"];

    public static Encoding Find(string name) => name switch
    {
        "utf-16" => Encoding.Unicode,
        "latin-1" => Encoding.Latin1,
        "windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };
}
