using System.Globalization;
using System.Text;
using Perto.Vectors;

namespace Perto.Redis;

/// <summary>
/// The attributes of a record's elements, which <see cref="FilterExpression"/> asks about:
/// <c>{"p_genre":"drama","p_year":1999,"p_seen":null,"lat_home":52.5,"lon_home":13.4}</c>.
/// </summary>
/// <remarks>
/// Every field of the schema is there, because an expression about one that is not is false as a whole. A missing value is <c>null</c>,
/// that of a place <see cref="Nowhere"/>. A text is the list of its words.
/// </remarks>
internal static class ElementAttributes
{
    /// <summary>The latitude and longitude of a missing place.</summary>
    public const int Nowhere = 999;

    /// <summary>A text of more different words is <c>1</c>: it may hold any word.</summary>
    public const int MostWords = 512;

    /// <summary>The attribute of a field that holds no places.</summary>
    public static string Value(string field) => $"p_{field}";

    /// <summary>The attribute of a place's latitude.</summary>
    public static string Latitude(string field) => $"lat_{field}";

    /// <summary>The attribute of a place's longitude.</summary>
    public static string Longitude(string field) => $"lon_{field}";

    /// <summary>The attributes of a record.</summary>
    public static string Write(CollectionSchema schema, IReadOnlyDictionary<string, PayloadValue> payload)
    {
        StringBuilder json = new("{");
        foreach (PayloadField field in schema.Payload)
        {
            PayloadValue value = payload.GetValueOrDefault(field.Name);
            if (field.Kind is PayloadKind.Geo)
            {
                (double latitude, double longitude) = value.Kind is PayloadKind.Geo ? (value.Geo.Latitude, value.Geo.Longitude) : (Nowhere, Nowhere);
                AppendName(json, Latitude(field.Name));
                AttributeText.Append(json, latitude);
                AppendName(json, Longitude(field.Name));
                AttributeText.Append(json, longitude);
            }
            else
            {
                AppendName(json, Value(field.Name));
                AppendValue(json, field.Kind, value);
            }
        }
        return json.Append('}').ToString();
    }

    private static void AppendName(StringBuilder json, string name)
    {
        if (json.Length > 1)
            json.Append(',');
        json.Append('"').Append(name).Append("\":");
    }

    private static void AppendValue(StringBuilder json, PayloadKind kind, PayloadValue value)
    {
        switch (value.Kind)
        {
            case PayloadKind.None:
                json.Append("null");
                break;
            case PayloadKind.Keyword when kind is PayloadKind.Text:
                IReadOnlyList<string> words = TextWords.Distinct(value.Keyword);
                if (words.Count > MostWords)
                    json.Append('1');
                else
                    AppendList(json, words);
                break;
            case PayloadKind.Keyword:
                AttributeText.Append(json, value.Keyword);
                break;
            case PayloadKind.Keywords:
                AppendList(json, value.Keywords);
                break;
            case PayloadKind.Boolean:
                json.Append(value.Boolean ? "true" : "false");
                break;
            case PayloadKind.Integer:
                json.Append(CultureInfo.InvariantCulture, $"{value.Integer}");
                break;
            case PayloadKind.Time:
                json.Append(CultureInfo.InvariantCulture, $"{value.TimeMicros}");
                break;
            default:
                AttributeText.Append(json, value.Number);
                break;
        }
    }

    private static void AppendList(StringBuilder json, IReadOnlyList<string> list)
    {
        json.Append('[');
        for (int i = 0; i < list.Count; i++)
        {
            if (i > 0)
                json.Append(',');
            AttributeText.Append(json, list[i]);
        }
        json.Append(']');
    }
}
