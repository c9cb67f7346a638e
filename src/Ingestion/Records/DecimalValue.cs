using System.Numerics;

namespace Ingestion.Records;

/// <summary>An exact decimal number: <c>Unscaled × 10^-Scale</c>.</summary>
/// <param name="Unscaled">All digits.</param>
/// <param name="Scale">How many of them stand behind the point; negative for trailing zeros.</param>
internal readonly record struct DecimalValue(BigInteger Unscaled, int Scale);
