using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Segments.Schema;

/// <summary>One column of a schema document, between its JSON and its <see cref="ColumnSchema"/>.</summary>
internal sealed class FieldSpec
{
    private static readonly string[] KnownKeys =
    [
        "name", "dataType", "fieldType", "singleValueField", "notNull", "maxLength", "maxLengthExceedStrategy", "allowTrailingZeros",
        "defaultNullValue", "transformFunction", "virtualColumnProvider", "description", "tags", "fieldId", "aliases", "metadata",
        "format", "granularity", "sampleValue",
    ];

    private static readonly (string Name, LengthStrategy Strategy)[] Strategies =
    [
        ("TRIM_LENGTH", LengthStrategy.Trim), ("ERROR", LengthStrategy.Error),
        ("SUBSTITUTE_DEFAULT_VALUE", LengthStrategy.SubstituteDefault), ("NO_ACTION", LengthStrategy.Keep),
    ];

    private static readonly string[] EchoedKeys = ["allowTrailingZeros", "transformFunction", "virtualColumnProvider", "description", "tags", "fieldId", "aliases", "metadata"];

    // Known to Pinot as types, but only columns with fields of their own can have them.
    private static readonly string[] NestedTypes = ["MAP", "LIST", "STRUCT", "UNKNOWN"];

    private static readonly JsonObjectShape Shape = new JsonObjectShape()
        .Texts("description", "transformFunction", "virtualColumnProvider")
        .Flags("singleValueField", "notNull", "allowTrailingZeros")
        .Lists("tags", "aliases")
        .With(JsonShape.Whole, "maxLength", "fieldId")
        .With(JsonShape.OneOf([.. Strategies.Select(pair => pair.Name)]), "maxLengthExceedStrategy");

    private static readonly Encoding JavaUtf8 = Encoding.GetEncoding("utf-8", new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback);

    private readonly JsonObject _json;

    private FieldSpec(JsonObject json, string name, DataType type, FieldRole role) => (_json, Name, Type, Role) = (json, name, type, role);

    public string Name { get; }

    public DataType Type { get; }

    public FieldRole Role { get; }

    /// <summary>True if the column came from the deprecated <c>timeFieldSpec</c>.</summary>
    public bool IsTimeField { get; private init; }

    public bool IsNotNull { get; private init; }

    private bool IsMultiValue { get; init; }

    private int MaxLength { get; init; } = 512;

    private LengthStrategy LongText { get; init; }

    private ColumnValue Default { get; init; }

    private string? Format { get; init; }

    /// <exception cref="FormatException">A key holds something that no column can hold.</exception>
    public static FieldSpec Read(JsonNode? node, FieldRole role, string place, Dictionary<string, JsonNode?> unrecognized)
    {
        if (node is not JsonObject json)
        {
            throw new FormatException($"{place} must be an object with 'name' and 'dataType', not {(node is JsonArray ? "a list" : node?.ToJsonString() ?? "null")}");
        }

        string? name = json.Text("name");
        if (string.IsNullOrEmpty(name))
        {
            throw new FormatException($"{place} has no 'name'");
        }

        foreach ((string key, JsonNode? value) in json)
        {
            if (!KnownKeys.Contains(key, StringComparer.Ordinal))
            {
                JsonLeaves.Add(value, $"{place}/{key}", unrecognized);
            }
        }

        if (Shape.FaultOf(json, string.Empty) is { } wrong)
        {
            throw new FormatException($"{place} (column '{name}'): {wrong}");
        }

        DataType type = ReadType(json, $"{place} (column '{name}')", role);
        bool isMultiValue = !json.Flag("singleValueField", absent: true);
        if (isMultiValue && role != FieldRole.Dimension)
        {
            string kind = role == FieldRole.Metric ? "metric" : "date time";
            throw new FormatException($"Unsupported multi-value for {kind} field. Column '{name}' must have a single value.");
        }

        return new FieldSpec(json, name, type, role)
        {
            IsMultiValue = isMultiValue,
            IsNotNull = json.Flag("notNull", absent: false),
            MaxLength = ReadMaxLength(json, name),
            LongText = ReadStrategy(json, type),
            Default = ReadDefault(json, name, type, role),
            Format = type == DataType.Timestamp && role == FieldRole.DateTime ? "TIMESTAMP" : json.Text("format"),
        };
    }

    /// <exception cref="FormatException">The deprecated form lacks a part.</exception>
    public static FieldSpec ReadTimeField(JsonObject timeField)
    {
        JsonObject? granularity = (timeField["outgoingGranularitySpec"] ?? timeField["incomingGranularitySpec"]) as JsonObject;
        string? name = granularity?.Text("name");
        if (granularity is null || string.IsNullOrEmpty(name))
        {
            throw new FormatException("'timeFieldSpec' needs 'incomingGranularitySpec' with 'name', 'dataType' and 'timeType'; better write a column of 'dateTimeFieldSpecs'");
        }

        string unit = $"{granularity.Text("timeUnitSize") ?? "1"}:{granularity.Text("timeType")}";
        DataType type = ReadType(granularity, $"'timeFieldSpec' (column '{name}')", FieldRole.DateTime);
        JsonObject json = new() { ["name"] = name, ["dataType"] = type.PinotName(), ["granularity"] = unit };
        return new FieldSpec(json, name, type, FieldRole.DateTime)
        {
            IsTimeField = true,
            LongText = DefaultStrategy(type),
            Default = DefaultValues.Of(type, FieldRole.DateTime),
            Format = type == DataType.Timestamp ? "TIMESTAMP" : $"{unit}:EPOCH",
        };
    }

    /// <summary>Null if the column is good, else what is wrong, in Pinot's words.</summary>
    public string? Fault()
    {
        if (Name.Any(char.IsWhiteSpace))
        {
            return $"The column name \"{Name}\" should not contain blank space.";
        }

        // Pinot finds out about texts later than about the other types, and says it otherwise.
        if (Role == FieldRole.Metric && Type is DataType.Boolean or DataType.Timestamp or DataType.String or DataType.Json)
        {
            return $"Unsupported {(Type == DataType.String ? "" : "metric ")}data type: {Type.PinotName()} in METRIC field: {Name}";
        }

        if (IsMultiValue && Type is DataType.Json or DataType.BigDecimal)
        {
            return $"{Type.PinotName()} columns cannot be of multi-value type. Column: {Name}";
        }

        return Role == FieldRole.DateTime ? DateTimeFault() : null;
    }

    public ColumnSchema ToColumn(bool keepsNulls) => new()
    {
        Name = Name,
        Type = Type,
        Role = Role,
        IsMultiValue = IsMultiValue,
        Default = LimitedDefault(),
        KeepsNulls = keepsNulls,
        MaxLength = MaxLength,
        LongText = LongText,
        Format = Role == FieldRole.DateTime ? Format : null,
        Granularity = Role == FieldRole.DateTime ? _json.Text("granularity") : null,
        Transform = _json.Text("transformFunction") is { Length: > 0 } function ? function : null,
    };

    // The limit of a text counts for what stands in for it, too: half a surrogate pair becomes a question mark.
    private ColumnValue LimitedDefault()
    {
        string text = Type is DataType.String or DataType.Json && LongText == LengthStrategy.Trim ? Encoding.UTF8.GetString(Default.Bytes.Span) : string.Empty;
        int limit = Math.Max(MaxLength, 0);
        return text.Length <= limit ? Default : ColumnValue.Of(JavaUtf8.GetBytes(text[..limit]));
    }

    /// <summary>The column in Pinot's order, without what is as by default.</summary>
    public JsonObject Write()
    {
        JsonObject written = new()
        {
            ["name"] = Name,
            ["dataType"] = Type.PinotName(),
            ["fieldType"] = Role switch { FieldRole.Metric => "METRIC", FieldRole.DateTime => "DATE_TIME", _ => "DIMENSION" },
        };
        Add("singleValueField", IsMultiValue ? false : null);
        Add("notNull", IsNotNull ? true : null);
        Add("maxLength", MaxLength != 512 ? MaxLength : null);
        Add("maxLengthExceedStrategy", LongText == DefaultStrategy(Type) ? null : Strategies.First(pair => pair.Strategy == LongText).Name);
        Add("defaultNullValue", Default == DefaultValues.Of(Type, Role) || SameBytes() ? null : WriteDefault());
        foreach (string key in EchoedKeys)
        {
            Add(key, _json[key]?.DeepClone());
        }

        if (Role == FieldRole.DateTime)
        {
            Add("format", Format);
            Add("granularity", _json.Text("granularity"));
            Add("sampleValue", _json["sampleValue"]?.DeepClone());
        }

        return written;

        void Add(string key, JsonNode? value)
        {
            if (value is not null)
            {
                written[key] = value;
            }
        }
    }

    private static DataType ReadType(JsonObject json, string place, FieldRole role)
    {
        string word = json.Text("dataType") ?? string.Empty;
        if (DataTypes.TryParse(word, out DataType type))
        {
            return type;
        }

        throw new FormatException(NestedTypes.Contains(word, StringComparer.Ordinal)
            ? $"Unsupported {(role == FieldRole.Metric ? "metric" : "dimension/time")} data type: {word} at {place}; declare a JSON dimension instead"
            : $"{place}: 'dataType' must be one of {string.Join(", ", Enum.GetValues<DataType>().Select(DataTypes.PinotName))}, not {(word.Length == 0 ? "null" : $"\"{word}\"")}");
    }

    private static int ReadMaxLength(JsonObject json, string name)
    {
        if (string.IsNullOrEmpty(json.Text("maxLength")))
        {
            return 512;
        }

        return int.TryParse(json.Text("maxLength"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int length)
            ? length
            : throw new FormatException($"column '{name}': 'maxLength' must be a whole number of at most {int.MaxValue}, not {json.Text("maxLength")}");
    }

    private static LengthStrategy ReadStrategy(JsonObject json, DataType type) =>
        json.Text("maxLengthExceedStrategy") is { Length: > 0 } word ? Strategies.First(pair => pair.Name == word).Strategy : DefaultStrategy(type);

    private static ColumnValue ReadDefault(JsonObject json, string name, DataType type, FieldRole role)
    {
        if (json["defaultNullValue"] is null)
        {
            return DefaultValues.Of(type, role);
        }

        try
        {
            return DefaultValues.Parse(type, json.Text("defaultNullValue") ?? json["defaultNullValue"]!.ToJsonString());
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{exception.Message} ('defaultNullValue' of column '{name}')", exception);
        }
    }

    private static LengthStrategy DefaultStrategy(DataType type) =>
        type is DataType.Json or DataType.Bytes ? LengthStrategy.Keep : LengthStrategy.Trim;

    private string? DateTimeFault()
    {
        // TIMESTAMP columns take the place of any format; a missing one is still a mistake of the author.
        string? posted = IsTimeField ? Format : _json.Text("format");
        string? fault = DateTimeFormat.FaultOfFormat(posted) ?? DateTimeFormat.FaultOfGranularity(_json.Text("granularity"))
            ?? (_json.Text("sampleValue") is { } sample ? TimeFormat.FaultOfSample(sample, Format!) : null);
        return fault is null ? null : $"{fault} (column '{Name}')";
    }

    private bool SameBytes() =>
        Default.Physical == PhysicalType.Bytes && Default.Bytes.Span.SequenceEqual(DefaultValues.Of(Type, Role).Bytes.Span);

    private JsonNode? WriteDefault() => Type switch
    {
        DataType.Boolean => Default.Long != 0,
        DataType.Timestamp => TimestampText.Format(Default.Long),
        DataType.Bytes => Convert.ToHexStringLower(Default.Bytes.Span),
        DataType.Int or DataType.Long => Default.Long,
        DataType.Float or DataType.Double when double.IsFinite(Default.Double) => Default.Double,
        _ => JsonFields.ScalarText(_json["defaultNullValue"]),
    };
}
