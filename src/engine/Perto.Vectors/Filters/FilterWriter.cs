using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Perto.Vectors;

/// <summary>Filter to JSON, in the one form that reads back to an equal filter.</summary>
internal static class FilterWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Filter filter)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
            Write(writer, filter);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, Filter filter)
    {
        writer.WriteStartObject();
        switch (filter)
        {
            case ComparisonFilter f:
                writer.WriteStartObject(f.Field);
                writer.WritePropertyName(Name(f.Operator));
                WriteValue(writer, f.Value);
                writer.WriteEndObject();
                break;
            case SetFilter f:
                writer.WriteStartObject(f.Field);
                writer.WriteStartArray(Name(f.Operator));
                foreach (PayloadValue value in f.Values)
                    WriteValue(writer, value);
                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            case ExistsFilter f:
                writer.WriteStartObject(f.Field);
                writer.WriteBoolean("$exists", f.Exists);
                writer.WriteEndObject();
                break;
            case NearFilter f:
                writer.WriteStartObject(f.Field);
                writer.WriteStartObject("$near");
                writer.WriteNumber("lat", f.Center.Latitude);
                writer.WriteNumber("lon", f.Center.Longitude);
                writer.WriteNumber("meters", f.Meters);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case WithinFilter f:
                writer.WriteStartObject(f.Field);
                writer.WriteStartObject("$within");
                writer.WriteNumber("south", f.SouthWest.Latitude);
                writer.WriteNumber("west", f.SouthWest.Longitude);
                writer.WriteNumber("north", f.NorthEast.Latitude);
                writer.WriteNumber("east", f.NorthEast.Longitude);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case WordsFilter f:
                writer.WriteStartObject(f.Field);
                writer.WriteString("$words", string.Join(' ', f.Words));
                writer.WriteEndObject();
                break;
            case AndFilter { Operands: [] }:
                break;
            case AndFilter f:
                WriteList(writer, "$and", f.Operands);
                break;
            case OrFilter f:
                WriteList(writer, "$or", f.Operands);
                break;
            case NotFilter f:
                writer.WritePropertyName("$not");
                Write(writer, f.Operand);
                break;
        }
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<Filter> operands)
    {
        writer.WriteStartArray(name);
        foreach (Filter operand in operands)
            Write(writer, operand);
        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, PayloadValue value)
    {
        switch (value.Kind)
        {
            case PayloadKind.Keyword:
                writer.WriteStringValue(value.Keyword);
                break;
            case PayloadKind.Integer:
                writer.WriteNumberValue(value.Integer);
                break;
            case PayloadKind.Number:
                // 1990.0, not 1990, which would read back as an integer.
                string text = value.Number.ToString("R", CultureInfo.InvariantCulture);
                writer.WriteRawValue(text.AsSpan().IndexOfAny('.', 'E') >= 0 ? text : $"{text}.0");
                break;
            case PayloadKind.Boolean:
                writer.WriteBooleanValue(value.Boolean);
                break;
            default:
                writer.WriteStartObject();
                writer.WriteString("$date", PayloadTime.Write(value));
                writer.WriteEndObject();
                break;
        }
    }

    private static string Name(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "$eq",
        ComparisonOperator.NotEqual => "$ne",
        ComparisonOperator.Greater => "$gt",
        ComparisonOperator.GreaterOrEqual => "$gte",
        ComparisonOperator.Less => "$lt",
        _ => "$lte",
    };

    private static string Name(SetOperator comparison) => comparison switch
    {
        SetOperator.In => "$in",
        SetOperator.NotIn => "$nin",
        _ => "$all",
    };
}
