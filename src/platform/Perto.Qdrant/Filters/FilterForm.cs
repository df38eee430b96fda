using System.Text.Json;
using Perto.Vectors;

namespace Perto.Qdrant;

/// <summary>
/// Turns a filter that is bound to a schema into one of Qdrant. A condition of Qdrant on a missing field does not match, and <c>must_not</c> turns
/// that round, as <see cref="Filter.Not"/> does: so the tree is carried over node by node.
/// </summary>
/// <remarks>
/// What Qdrant decides otherwise goes another way: numbers have no equality (a range of one value), a box of places leaves out its edges (ranges of
/// latitude and longitude), a radius its rim (the next greater one), integers are ordered as doubles (those beyond 2^53 by their halves), an empty
/// list counts as missing (it holds a mark), and texts are split by rules of its own (words are kept as we split them).
/// </remarks>
internal sealed class FilterForm(CollectionSchema schema, Utf8JsonWriter writer)
{
    // Beyond half of the Earth's circumference everywhere is near.
    private const double Everywhere = 2.1e7;

    /// <summary>Writes the filter of an operation.</summary>
    /// <param name="filter">Which records; all, if <see langword="null"/>.</param>
    /// <param name="now">Those that have expired by then are left out.</param>
    /// <param name="further">Writes further conditions that must hold.</param>
    public void Write(Filter? filter, long now, Action<FilterForm>? further = null)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("must"u8);
        if (filter is not null)
            Condition(filter);
        further?.Invoke(this);
        writer.WriteEndArray();
        writer.WriteStartArray("must_not"u8);
        Expired(now);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes the filter that matches what has expired.</summary>
    /// <param name="now">By then.</param>
    /// <param name="further">Writes further conditions that must hold.</param>
    public void WriteExpired(long now, Action<FilterForm>? further = null)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("must"u8);
        Expired(now);
        further?.Invoke(this);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes the condition that a record is one of these.</summary>
    public void HasId(IEnumerable<string> ids) => HasPoint(ids.Select(PointId.Of));

    /// <summary>Writes the condition that a record has a vector.</summary>
    public void HasVector(string name)
    {
        writer.WriteStartObject();
        writer.WriteString("has_vector"u8, name);
        writer.WriteEndObject();
    }

    /// <summary>Writes the condition that a sparse vector has a value that is not clearly above 0.</summary>
    public void IsSigned(string vector) => Match(Keys.Path(Keys.Signed(vector)), () => writer.WriteBoolean("value"u8, true));

    private void Condition(Filter filter) => filter.Match<bool>(
        comparison: f => Done(() => Compare(f)),
        set: f => Done(() => Compare(f)),
        exists: f => Done(() => Exists(schema.Field(f.Field, f.Field), f.Exists)),
        near: f => Done(() => Near(f)),
        within: f => Done(() => Within(f)),
        words: f => Done(() => Group("must", f.Words, word => Match(Keys.Path(Keys.Words(f.Field)), () => writer.WriteString("value"u8, word)))),
        and: f => Done(() => Group("must", f.Operands, Condition)),
        or: f => Done(() => Group("should", f.Operands, Condition)),
        not: f => Done(() => Not(() => Condition(f.Operand))));

    private void Compare(ComparisonFilter filter)
    {
        PayloadField field = schema.Field(filter.Field, filter.Field);
        switch (filter.Operator)
        {
            case ComparisonOperator.Equal:
                HasAny(field, [filter.Value]);
                break;
            case ComparisonOperator.NotEqual:
                Not(() => HasAny(field, [filter.Value]));
                break;
            case var order when field.Kind is PayloadKind.Integer && PayloadForm.IsLarge(filter.Value.Integer):
                CompareLarge(field, order, filter.Value.Integer);
                break;
            case var order:
                Range(field.Name, order, filter.Value);
                break;
        }
    }

    private void Compare(SetFilter filter)
    {
        PayloadField field = schema.Field(filter.Field, filter.Field);
        switch (filter.Operator)
        {
            case SetOperator.In:
                HasAny(field, filter.Values);
                break;
            case SetOperator.NotIn:
                Not(() => HasAny(field, filter.Values));
                break;
            case SetOperator.All when filter.Values.Count == 0:
                Exists(field, exists: true);
                break;
            default:
                Group("must", filter.Values, value => HasAny(field, [value]));
                break;
        }
    }

    private void HasAny(PayloadField field, IReadOnlyList<PayloadValue> values)
    {
        if (values.Count == 0)
        {
            Nothing();
            return;
        }
        switch (field.Kind)
        {
            case PayloadKind.Number:
                Group("should", values, value => Range(field.Name, (ComparisonOperator.GreaterOrEqual, value), (ComparisonOperator.LessOrEqual, value)));
                break;
            case PayloadKind.Time:
                Group("should", values, value => Range(field.Name, (ComparisonOperator.GreaterOrEqual, value), (ComparisonOperator.LessOrEqual, value)));
                break;
            case PayloadKind.Boolean:
                Group("should", values, value => Match(field.Name, () => writer.WriteBoolean("value"u8, value.Boolean)));
                break;
            default:
                Match(field.Name, () =>
                {
                    writer.WriteStartArray("any"u8);
                    foreach (PayloadValue value in values)
                    {
                        if (value.Kind is PayloadKind.Integer)
                            writer.WriteNumberValue(value.Integer);
                        else
                            writer.WriteStringValue(value.Keyword);
                    }
                    writer.WriteEndArray();
                });
                break;
        }
    }

    // Against a bound beyond 2^53, on its side of zero, only integers that lie there too are in question: their halves decide. Below and above
    // are told as the opposite of the other, which a missing field must not pass.
    private void CompareLarge(PayloadField field, ComparisonOperator order, long bound)
    {
        bool above = order is ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual;
        if (above == bound > 0)
        {
            BeyondLarge(field, order, bound);
            return;
        }
        ComparisonOperator opposite = order switch
        {
            ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
            ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
            ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
            _ => ComparisonOperator.Greater,
        };
        Begin("must");
        Exists(field, exists: true);
        Not(() => BeyondLarge(field, opposite, bound));
        End();
    }

    private void BeyondLarge(PayloadField field, ComparisonOperator order, long bound)
    {
        string high = $"{Keys.Path(Keys.Large(field.Name))}.high", low = $"{Keys.Path(Keys.Large(field.Name))}.low";
        ComparisonOperator strictly = order is ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual ? ComparisonOperator.Greater : ComparisonOperator.Less;
        Begin("should");
        Range(high, strictly, PayloadForm.High(bound));
        Begin("must");
        Match(high, () => writer.WriteNumber("value"u8, PayloadForm.High(bound)));
        Range(low, order, PayloadForm.Low(bound));
        End();
        End();
    }

    private void Exists(PayloadField field, bool exists)
    {
        if (exists)
        {
            Not(() => Exists(field, exists: false));
            return;
        }
        writer.WriteStartObject();
        writer.WriteStartObject("is_empty"u8);
        writer.WriteString("key"u8, field.Kind is PayloadKind.Geo ? $"{field.Name}.lat" : field.Name);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // The band of latitudes has an index; that of places fails at the poles, so the circle is left to those that the band lets through.
    private void Near(NearFilter filter)
    {
        if (filter.Meters >= Everywhere)
        {
            Exists(schema.Field(filter.Field, filter.Field), exists: true);
            return;
        }
        GeoBand band = GeoBand.Around(filter.Center.Latitude, filter.Meters);
        Begin("must");
        Range($"{filter.Field}.lat", (ComparisonOperator.GreaterOrEqual, band.South), (ComparisonOperator.LessOrEqual, band.North));
        // The two names of one meridian; rounding puts them a little apart.
        double[] longitudes = Math.Abs(filter.Center.Longitude) == 180 ? [180, -180] : [filter.Center.Longitude];
        Group("should", longitudes, longitude =>
        {
            writer.WriteStartObject();
            writer.WriteString("key"u8, filter.Field);
            writer.WriteStartObject("geo_radius"u8);
            writer.WriteStartObject("center"u8);
            writer.WriteNumber("lat"u8, filter.Center.Latitude);
            writer.WriteNumber("lon"u8, longitude);
            writer.WriteEndObject();
            writer.WriteNumber("radius"u8, Math.BitIncrement(filter.Meters));
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        End();
    }

    private void Within(WithinFilter filter)
    {
        (double west, double east) = (filter.SouthWest.Longitude, filter.NorthEast.Longitude);
        string longitude = $"{filter.Field}.lon";
        Begin("must");
        Range(
            $"{filter.Field}.lat",
            (ComparisonOperator.GreaterOrEqual, filter.SouthWest.Latitude),
            (ComparisonOperator.LessOrEqual, filter.NorthEast.Latitude));
        Begin("should");
        if (west <= east)
        {
            Range(longitude, (ComparisonOperator.GreaterOrEqual, west), (ComparisonOperator.LessOrEqual, east));
        }
        else
        {
            Range(longitude, ComparisonOperator.GreaterOrEqual, west);
            Range(longitude, ComparisonOperator.LessOrEqual, east);
        }
        // A box that has the 180th meridian under one of its names has it under the other.
        if (filter.Contains(new GeoPoint(filter.SouthWest.Latitude, 180)))
        {
            Range(longitude, ComparisonOperator.GreaterOrEqual, 180.0);
            Range(longitude, ComparisonOperator.LessOrEqual, -180.0);
        }
        End();
        End();
    }

    private void Expired(long now) => Range(Keys.Path(Keys.Expires), ComparisonOperator.LessOrEqual, now);

    private void Range(string path, ComparisonOperator order, PayloadValue bound) => Range(path, (order, bound));

    private void Range(string path, params ReadOnlySpan<(ComparisonOperator Order, PayloadValue Bound)> bounds)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, path);
        writer.WriteStartObject("range"u8);
        foreach ((ComparisonOperator order, PayloadValue bound) in bounds)
        {
            writer.WritePropertyName(order switch
            {
                ComparisonOperator.Greater => "gt",
                ComparisonOperator.GreaterOrEqual => "gte",
                ComparisonOperator.Less => "lt",
                _ => "lte",
            });
            if (bound.Kind is PayloadKind.Time)
                writer.WriteStringValue(PayloadForm.Time(bound));
            else if (bound.Kind is PayloadKind.Integer)
                writer.WriteNumberValue(bound.Integer);
            else
                writer.WriteNumberValue(bound.Number == 0 ? Zero(order) : bound.Number);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // So that both zeros are on the same side of it, also where an index has them apart.
    private static double Zero(ComparisonOperator order) => order is ComparisonOperator.GreaterOrEqual or ComparisonOperator.Less ? -0.0 : 0.0;

    private void Match(string path, Action value)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, path);
        writer.WriteStartObject("match"u8);
        value();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void HasPoint(IEnumerable<Guid> points)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("has_id"u8);
        foreach (Guid point in points)
            writer.WriteStringValue(point);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Nothing() => HasPoint([]);

    private void Not(Action condition)
    {
        Begin("must_not");
        condition();
        End();
    }

    private void Group<T>(string clause, IReadOnlyList<T> operands, Action<T> condition)
    {
        // "must" and "should" of nothing are left to nobody's reading: everything is what is not nothing.
        if (operands.Count == 0)
        {
            Not(Nothing);
            return;
        }
        Begin(clause);
        foreach (T operand in operands)
            condition(operand);
        End();
    }

    private void Begin(string clause)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(clause);
    }

    private void End()
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static bool Done(Action write)
    {
        write();
        return true;
    }
}
