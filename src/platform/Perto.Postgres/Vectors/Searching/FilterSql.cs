using NpgsqlTypes;
using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>
/// Turns a filter that is bound to the schema into a condition. A missing field is null, and a condition on null is neither true nor
/// false in SQL: so negations are carried down to the single conditions, and "not" of one is "is not true".
/// </summary>
internal sealed class FilterSql(CollectionTable table, SqlText sql)
{
    public string Condition(Filter filter) => Condition(filter, negated: false);

    private string Condition(Filter filter, bool negated) => filter.Match(
        comparison: f => Compare(f, negated),
        set: f => Compare(f, negated),
        exists: f => f.Exists != negated ? $"{First(f.Field)} is not null" : $"{First(f.Field)} is null",
        near: f => Single(Near(f), negated),
        within: f => Single(Within(f), negated),
        words: f => Single($"{First(f.Field)}_terms @> {sql.Value(IndexTerms.Of(f.Words))}", negated),
        and: f => Join(f.Operands, conjunction: !negated, negated),
        or: f => Join(f.Operands, conjunction: negated, negated),
        not: f => Condition(f.Operand, !negated));

    private string Join(IReadOnlyList<Filter> operands, bool conjunction, bool negated) => operands.Count == 0
        ? Always(conjunction)
        : $"({string.Join(conjunction ? " and " : " or ", operands.Select(operand => Condition(operand, negated)))})";

    private string Compare(ComparisonFilter filter, bool negated)
    {
        if (filter.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
            return HasAny(filter.Field, [filter.Value], negated != (filter.Operator is ComparisonOperator.NotEqual));
        string comparison = filter.Operator switch
        {
            ComparisonOperator.Greater => ">",
            ComparisonOperator.GreaterOrEqual => ">=",
            ComparisonOperator.Less => "<",
            _ => "<=",
        };
        return Single($"{First(filter.Field)} {comparison} {Value(filter.Value)}", negated);
    }

    private string Compare(SetFilter filter, bool negated)
    {
        if (filter.Operator is not SetOperator.All)
            return HasAny(filter.Field, filter.Values, negated != (filter.Operator is SetOperator.NotIn));
        return filter.Values.Count == 0
            ? Single($"{First(filter.Field)} is not null", negated)
            : Single($"{TableDefinition.TermsOf(table, table.PayloadNumber(filter.Field))} @> {Terms(filter.Values)}", negated);
    }

    private string HasAny(string name, IReadOnlyList<PayloadValue> values, bool negated)
    {
        if (values.Count == 0)
            return Always(negated);
        int field = table.PayloadNumber(name);
        if (table.Schema.Payload[field].Kind == PayloadKind.Keywords)
            return Single($"{TableDefinition.TermsOf(table, field)} && {Terms(values)}", negated);
        return Single(values.Count == 1 ? $"{First(name)} = {Value(values[0])}" : $"{First(name)} = any({Values(values)})", negated);
    }

    private string Near(NearFilter filter)
    {
        string latitude = First(filter.Field), longitude = $"{latitude}_lon";
        GeoBand band = GeoBand.Around(filter.Center.Latitude, filter.Meters);
        return $"({latitude} between {sql.Value(band.South)} and {sql.Value(band.North)} and perto_vectors.meters("
            + $"{sql.Value(filter.Center.Latitude)}, {sql.Value(filter.Center.Longitude)}, {latitude}, {longitude}) <= {sql.Value(filter.Meters)})";
    }

    private string Within(WithinFilter filter)
    {
        string latitude = First(filter.Field), longitude = $"{latitude}_lon";
        string west = sql.Value(filter.SouthWest.Longitude), east = sql.Value(filter.NorthEast.Longitude);
        string joined = filter.SouthWest.Longitude <= filter.NorthEast.Longitude ? "and" : "or";
        return $"({latitude} between {sql.Value(filter.SouthWest.Latitude)} and {sql.Value(filter.NorthEast.Latitude)} and ("
            + $"({longitude} >= {west} {joined} {longitude} <= {east})"
            + $" or (abs({longitude}) = 180 and (-{longitude} >= {west} {joined} -{longitude} <= {east}))))";
    }

    private string Value(PayloadValue value) => value.Kind switch
    {
        PayloadKind.Keyword => sql.Value(value.Keyword),
        PayloadKind.Integer => sql.Value(value.Integer),
        PayloadKind.Number => sql.Value(value.Number),
        PayloadKind.Boolean => sql.Value(value.Boolean, NpgsqlDbType.Boolean),
        _ => sql.Value(value.TimeMicros),
    };

    private string Values(IReadOnlyList<PayloadValue> values) => values[0].Kind switch
    {
        PayloadKind.Keyword => sql.Value(values.Select(value => value.Keyword).ToArray()),
        PayloadKind.Integer => sql.Value(values.Select(value => value.Integer).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint),
        PayloadKind.Number => sql.Value(values.Select(value => value.Number).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Double),
        PayloadKind.Boolean => sql.Value(values.Select(value => value.Boolean).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Boolean),
        _ => sql.Value(values.Select(value => value.TimeMicros).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint),
    };

    private string Terms(IReadOnlyList<PayloadValue> values) => sql.Value(IndexTerms.Of(values.Select(value => value.Keyword)));

    private string First(string field) => $"t.{table.Payload[table.PayloadNumber(field)][0].Name}";

    private static string Single(string condition, bool negated) => negated ? $"({condition}) is not true" : condition;

    private static string Always(bool value) => value ? "true" : "false";
}
