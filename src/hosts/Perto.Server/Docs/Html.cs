using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Perto.Server;

/// <summary>HTML that is put together from text: whatever stands in braces is encoded, unless it is HTML itself.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds HTML.</summary>
    public Html Add([InterpolatedStringHandlerArgument("")] ref Encoder html)
    {
        _ = html;
        return this;
    }

    /// <summary>Adds HTML that has nothing to be encoded.</summary>
    public Html Add(string html)
    {
        _text.Append(html);
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Encodes the values of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Encoder
    {
        private readonly StringBuilder _text;

        public Encoder(int literalLength, int formattedCount, Html html)
        {
            _text = html._text;
            _text.EnsureCapacity(_text.Length + literalLength + (formattedCount * 16));
        }

        public void AppendLiteral(string value) => _text.Append(value);

        public void AppendFormatted(string? value) => _text.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted(int value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");

        public void AppendFormatted(Html value) => _text.Append(value._text);
    }
}
