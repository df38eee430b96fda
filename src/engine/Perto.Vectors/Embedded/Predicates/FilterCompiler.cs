using System.Collections.Frozen;

namespace Perto.Vectors;

/// <summary>
/// Turns a filter that is bound to a table's schema into a predicate over its columns. "Not equal" is compiled as the opposite of
/// "equal", so
/// the rule about missing values is stated once, by columns that say no for them.
/// </summary>
internal sealed class FilterCompiler(RowTable table)
{
    public RowPredicate Compile(Filter filter) => filter.Match(
        comparison: Compile,
        set: Compile,
        exists: Compile,
        near: f => new NearPredicate(table.Schema.PayloadIndex(f.Field), f),
        within: f => new WithinPredicate(table.Schema.PayloadIndex(f.Field), f),
        words: Compile,
        and: f => new AndPredicate([.. f.Operands.Select(Compile)]),
        or: f => new OrPredicate([.. f.Operands.Select(Compile)]),
        not: f => new NotPredicate(Compile(f.Operand)));

    private RowPredicate Compile(ComparisonFilter filter)
    {
        if (filter.Operator is ComparisonOperator.NotEqual)
            return new NotPredicate(CompileSet(filter.Field, [filter.Value]));
        int field = table.Schema.PayloadIndex(filter.Field);
        return table.Schema.Payload[field].Kind switch
        {
            PayloadKind.Number => NumberRange(field, filter.Operator, filter.Value.Number),
            PayloadKind.Integer => IntegerRange(field, filter.Operator, filter.Value.Integer),
            PayloadKind.Time => IntegerRange(field, filter.Operator, filter.Value.TimeMicros),
            _ => CompileSet(filter.Field, [filter.Value]),
        };
    }

    private RowPredicate Compile(SetFilter filter)
    {
        if (filter.Operator is SetOperator.All)
        {
            int field = table.Schema.PayloadIndex(filter.Field);
            KeywordTable keywords = table.Keywords[field]!;
            return new AllKeywordsPredicate(field, [.. filter.Values.Select(v => keywords.Find(v.Keyword))]);
        }
        RowPredicate isIn = CompileSet(filter.Field, filter.Values);
        return filter.Operator is SetOperator.In ? isIn : new NotPredicate(isIn);
    }

    private WordsPredicate Compile(WordsFilter filter)
    {
        int field = table.Schema.PayloadIndex(filter.Field);
        KeywordTable words = table.Keywords[field]!;
        return new WordsPredicate(field, [.. filter.Words.Select(word => words.Find(word))]);
    }

    private RowPredicate Compile(ExistsFilter filter)
    {
        ExistsPredicate exists = new(table.Schema.PayloadIndex(filter.Field));
        return filter.Exists ? exists : new NotPredicate(exists);
    }

    private RowPredicate CompileSet(string name, IReadOnlyList<PayloadValue> values)
    {
        int field = table.Schema.PayloadIndex(name);
        return table.Schema.Payload[field].Kind switch
        {
            PayloadKind.Keyword => new KeywordPredicate(field, Codes(field, values)),
            PayloadKind.Keywords => new AnyKeywordPredicate(field, Codes(field, values)),
            PayloadKind.Boolean => new BooleanPredicate(field, values.Contains(true), values.Contains(false)),
            PayloadKind.Number => new NumberSetPredicate(field, values.Select(v => v.Number).ToFrozenSet()),
            PayloadKind.Integer => new IntegerSetPredicate(field, values.Select(v => v.Integer).ToFrozenSet()),
            _ => new IntegerSetPredicate(field, values.Select(v => v.TimeMicros).ToFrozenSet()),
        };
    }

    private CodeSet Codes(int field, IReadOnlyList<PayloadValue> values) => new(table.Keywords[field]!, values.Select(v => v.Keyword));

    private static NumberRangePredicate NumberRange(int field, ComparisonOperator comparison, double value) => comparison switch
    {
        ComparisonOperator.Equal => new NumberRangePredicate(field, value, value),
        ComparisonOperator.Greater => new NumberRangePredicate(field, double.BitIncrement(value), double.PositiveInfinity),
        ComparisonOperator.GreaterOrEqual => new NumberRangePredicate(field, value, double.PositiveInfinity),
        ComparisonOperator.Less => new NumberRangePredicate(field, double.NegativeInfinity, double.BitDecrement(value)),
        _ => new NumberRangePredicate(field, double.NegativeInfinity, value),
    };

    // A bound beyond the type's own leaves a range that holds nothing (low above high).
    private static IntegerRangePredicate IntegerRange(int field, ComparisonOperator comparison, long value) => comparison switch
    {
        ComparisonOperator.Equal => new IntegerRangePredicate(field, value, value),
        ComparisonOperator.Greater when value == long.MaxValue => new IntegerRangePredicate(field, 1, 0),
        ComparisonOperator.Greater => new IntegerRangePredicate(field, value + 1, long.MaxValue),
        ComparisonOperator.GreaterOrEqual => new IntegerRangePredicate(field, value, long.MaxValue),
        ComparisonOperator.Less when value == long.MinValue => new IntegerRangePredicate(field, 1, 0),
        ComparisonOperator.Less => new IntegerRangePredicate(field, long.MinValue, value - 1),
        _ => new IntegerRangePredicate(field, long.MinValue, value),
    };
}
