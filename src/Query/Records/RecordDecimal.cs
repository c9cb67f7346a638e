using System.Numerics;

namespace Query.Records;

/// <summary>An exact decimal number of a record: <c>Unscaled × 10^-Scale</c>.</summary>
/// <param name="Unscaled">All digits.</param>
/// <param name="Scale">How many of them stand behind the point; negative for trailing zeros.</param>
public readonly record struct RecordDecimal(BigInteger Unscaled, int Scale);
