/*
 * Strict check of iCalendar feeds with libical 3, for tests.
 *
 *     libical_check FILE...
 *
 * A file without fault prints one line per event, fields separated by tabs:
 * UID, DTSTART, DTEND, SUMMARY, STATUS, number of VALARMs ("-" for a property
 * that is absent; a tab or newline inside a text becomes a space). Where the
 * environment names a ZONE, moments are said as a clock there shows them; days
 * stay days. A file with faults prints nothing but one line per fault on stderr. Exit status: 0 when
 * no file has a fault, 1 when one has, 2 for a usage error.
 *
 * libical forgives much: it reads 20220231 as a date, two as the SEQUENCE 0,
 * END:VTODO as the end of a VEVENT, and a date-time under VALUE=DATE by dropping
 * the parameter. So the octets and the content lines are checked here first, by
 * check_lines(), and the components libical made of them after, by check_parsed().
 */
#include <libical/ical.h>

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LINE_OCTETS 75 /* RFC 5545 3.1, without the CRLF */
#define DEEPEST 8
#define NAME_ROOM 64
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const char *path;     /* the file being checked */
static size_t path_faults;   /* its faults so far */

__attribute__((format(printf, 1, 2))) static void fault(const char *format, ...)
{
    char what[512];
    va_list values;

    path_faults++;
    va_start(values, format);
    vsnprintf(what, sizeof what, format, values);
    va_end(values);
    for (char *c = what; *c; c++) /* one line, whatever the file has put in it */
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = ' ';
    fprintf(stderr, "%s: %s\n", path, what);
}

static void *allocate(void *old, size_t size)
{
    void *memory = realloc(old, size);

    if (!memory) {
        fputs("libical_check: out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

static bool listed(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(names[i], name) == 0)
            return true;
    return false;
}

/* ---- octets and content lines, without libical ---- */

static bool utf8_valid(const char *text, size_t length)
{
    const unsigned char *s = (const unsigned char *)text, *end = s + length;

    while (s < end) {
        unsigned lead = *s++, follow, least, point;

        if (lead < 0x80)
            continue;
        if (lead >= 0xC2 && lead <= 0xDF)
            follow = 1, least = 0x80, point = lead & 0x1F;
        else if ((lead & 0xF0) == 0xE0)
            follow = 2, least = 0x800, point = lead & 0x0F;
        else if (lead >= 0xF0 && lead <= 0xF4)
            follow = 3, least = 0x10000, point = lead & 0x07;
        else
            return false;
        while (follow--) {
            if (s == end || (*s & 0xC0) != 0x80)
                return false;
            point = point << 6 | (*s++ & 0x3F);
        }
        if (point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
            return false;
    }
    return true;
}

/* The value of a parameter, unquoted, from ";NAME=VALUE;NAME=VALUE". */
static bool parameter(const char *parameters, const char *name, char *value, size_t room)
{
    size_t name_length = strlen(name);

    while (*parameters == ';') {
        bool wanted = strncasecmp(++parameters, name, name_length) == 0 &&
                      parameters[name_length] == '=';
        bool quoted = false;
        size_t used = 0;

        parameters += strcspn(parameters, "=");
        if (*parameters)
            parameters++;
        for (; *parameters && (quoted || *parameters != ';'); parameters++) {
            if (*parameters == '"')
                quoted = !quoted;
            else if (wanted && used + 1 < room)
                value[used++] = *parameters;
        }
        if (wanted) {
            value[used] = '\0';
            return true;
        }
    }
    return false;
}

static int number_at(const char *text, size_t digits)
{
    int number = 0;

    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

enum form { NO_STAMP, DATE, LOCAL_TIME, UTC_TIME };

/* What a DATE or DATE-TIME value is, if it names a day and a time that exist. */
static enum form stamp_form(const char *text, size_t length)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const char picture[] = "00000000T000000Z";
    int year, month, day, last;

    if (length != 8 && length != 15 && length != 16)
        return NO_STAMP;
    for (size_t i = 0; i < length; i++)
        if (picture[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != picture[i])
            return NO_STAMP;
    year = number_at(text, 4);
    month = number_at(text + 4, 2);
    day = number_at(text + 6, 2);
    if (year < 1 || month < 1 || month > 12)
        return NO_STAMP;
    last = days[month - 1];
    if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
        last = 29;
    if (day < 1 || day > last)
        return NO_STAMP;
    if (length == 8)
        return DATE;
    if (number_at(text + 9, 2) > 23 || number_at(text + 11, 2) > 59 || number_at(text + 13, 2) > 60)
        return NO_STAMP;
    return length == 15 ? LOCAL_TIME : UTC_TIME;
}

static void check_stamps(size_t line, const char *name, const char *parameters, const char *value)
{
    static const char *const day_or_time[] = {"DTSTART", "DTEND",  "DUE",
                                              "EXDATE",  "RDATE",  "RECURRENCE-ID"};
    static const char *const utc_only[] = {"DTSTAMP",   "CREATED",      "LAST-MODIFIED",
                                           "COMPLETED", "ACKNOWLEDGED", "TRIGGER"};
    char type[NAME_ROOM], zone[NAME_ROOM];
    bool typed = parameter(parameters, "VALUE", type, sizeof type);
    bool zoned = parameter(parameters, "TZID", zone, sizeof zone);
    bool utc = listed(utc_only, LENGTH(utc_only), name);

    if (!utc && !listed(day_or_time, LENGTH(day_or_time), name))
        return;
    if (strcasecmp(name, "TRIGGER") == 0 && !typed)
        return; /* a DURATION, which libical reads strictly */
    if (typed && strcasecmp(type, "DATE") != 0 && strcasecmp(type, "DATE-TIME") != 0)
        return; /* DURATION or PERIOD, likewise */
    for (const char *stamp = value;; stamp++) {
        size_t length = strcspn(stamp, ",");
        enum form form = stamp_form(stamp, length);
        bool fits = typed && strcasecmp(type, "DATE") == 0 ? form == DATE && !utc && !zoned
                    : utc                                  ? form == UTC_TIME && !zoned
                    : zoned                                ? form == LOCAL_TIME
                                                           : form == LOCAL_TIME || form == UTC_TIME;

        if (!fits)
            fault("line %zu: %s%s:%.*s is no such day or time, or not of the type its parameters say",
                  line, name, parameters, (int)length, stamp);
        stamp += length;
        if (!*stamp)
            return;
    }
}

/*
 * The properties libical 3.0 does not know and this check lets pass, all of
 * RFC 9253; see tolerated(). What libical cannot see of them is looked at here.
 */
static const char *const unknown_to_libical[] = {"CONCEPT", "LINK", "REFID"};

static void check_unknown_to_libical(size_t line, const char *name, const char *parameters,
                                     const char *value)
{
    static const char *const link_types[] = {"URI", "UID", "XML-REFERENCE"};
    char type[NAME_ROOM], relation[NAME_ROOM];

    if (!listed(unknown_to_libical, LENGTH(unknown_to_libical), name))
        return;
    if (!*value)
        fault("line %zu: %s has no value", line, name);
    if (strcasecmp(name, "CONCEPT") == 0 && !strchr(value, ':'))
        fault("line %zu: CONCEPT is not a URI", line);
    if (strcasecmp(name, "LINK") == 0) {
        if (!parameter(parameters, "VALUE", type, sizeof type) ||
            !listed(link_types, LENGTH(link_types), type))
            fault("line %zu: LINK without VALUE=URI, UID or XML-REFERENCE", line);
        else if (strcasecmp(type, "UID") != 0 && !strchr(value, ':'))
            fault("line %zu: LINK is not a URI", line);
        if (!parameter(parameters, "LINKREL", relation, sizeof relation) || !*relation)
            fault("line %zu: LINK without LINKREL", line);
    }
}

static char open_components[DEEPEST][NAME_ROOM];
static size_t depth;

static void check_nesting(size_t line, const char *name, const char *value)
{
    if (strcasecmp(name, "BEGIN") == 0) {
        if (depth == DEEPEST || strlen(value) >= NAME_ROOM)
            fault("line %zu: BEGIN:%s is too deep or too long", line, value);
        else
            strcpy(open_components[depth++], value);
    } else if (strcasecmp(name, "END") == 0) {
        if (depth == 0 || strcasecmp(open_components[depth - 1], value) != 0)
            fault("line %zu: END:%s ends no component begun there", line, value);
        if (depth > 0)
            depth--;
    } else if (depth == 0) {
        fault("line %zu: %s outside a component", line, name);
    }
}

/* One content line, unfolded; it is cut into its parts in place. */
static void check_content_line(size_t line, char *text, size_t length)
{
    static const char name_characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    size_t name_length;
    char name[NAME_ROOM], *parameters, *value;
    bool quoted = false;

    if (length == 0)
        return;
    if (!utf8_valid(text, length))
        fault("line %zu: not valid UTF-8", line);
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7F) {
            fault("line %zu: control character 0x%02x", line, (unsigned)text[i]);
            return;
        }

    name_length = strspn(text, name_characters);
    parameters = text + name_length;
    value = parameters;
    while (*value && (quoted || *value != ':'))
        if (*value++ == '"')
            quoted = !quoted;
    if (name_length == 0 || name_length >= sizeof name || !*value ||
        (*parameters != ';' && *parameters != ':')) {
        fault("line %zu: not a content line: %.30s", line, text);
        return;
    }
    memcpy(name, text, name_length);
    name[name_length] = '\0';
    *value++ = '\0'; /* now name, parameters (";..." or empty) and value are three strings */

    if (strncasecmp(name, "X-LIC-", 6) == 0 || strstr(parameters, ";X-LIC-"))
        fault("line %zu: X-LIC-* belongs to libical, not in a file", line);
    if (strcasecmp(name, "SEQUENCE") == 0 && (!*value || value[strspn(value, "0123456789")]))
        fault("line %zu: SEQUENCE:%s is not a number", line, value);
    check_nesting(line, name, value);
    check_stamps(line, name, parameters, value);
    check_unknown_to_libical(line, name, parameters, value);
}

static void check_lines(const char *bytes, size_t size)
{
    static const char ending[] = "\r\nEND:VCALENDAR\r\n";
    size_t ending_length = sizeof ending - 1;
    char *unfolded = allocate(NULL, size + 1);
    size_t used = 0, begun = 0, line = 0, at = 0;

    depth = 0;
    while (at < size) {
        const char *text = bytes + at, *newline = memchr(text, '\n', size - at);
        size_t length = newline ? (size_t)(newline - text) : size - at;

        at += length + (newline ? 1 : 0);
        line++;
        if (newline && length > 0 && text[length - 1] == '\r')
            length--;
        else
            fault("line %zu: does not end with CRLF", line);
        if (length > LINE_OCTETS)
            fault("line %zu: %zu octets, more than %d", line, length, LINE_OCTETS);
        if (length == 0)
            fault("line %zu: empty", line);

        if (length > 0 && (*text == ' ' || *text == '\t')) {
            if (begun == 0)
                fault("line %zu: a fold with nothing before it", line);
            if (length > 1 && (text[1] & 0xC0) == 0x80)
                fault("line %zu: the fold before it splits a UTF-8 character", line);
            text++, length--;
        } else {
            check_content_line(begun, unfolded, used);
            used = 0;
            begun = line;
        }
        memcpy(unfolded + used, text, length);
        used += length;
        unfolded[used] = '\0';
    }
    check_content_line(begun, unfolded, used);
    free(unfolded);

    if (depth > 0)
        fault("%s is never ended", open_components[depth - 1]);
    if (size < ending_length || memcmp(bytes + size - ending_length, ending, ending_length) != 0)
        fault("does not end with the line END:VCALENDAR and CRLF");
}

/* ---- components, as libical read them ---- */

static const char *value_of(icalcomponent *component, icalproperty_kind kind)
{
    icalproperty *property = icalcomponent_get_first_property(component, kind);

    return property ? icalproperty_get_value_as_string(property) : NULL;
}

/*
 * libical 3.0 puts an X-LIC-ERROR in the place of every property whose name it
 * does not know. That is tolerated for the names above and for nothing else: they
 * are RFC 9253, which libical reads from version 4 on. The properties of RFC 7986
 * (NAME, COLOR, REFRESH-INTERVAL, SOURCE, IMAGE, CONFERENCE) and of RFC 9074 that
 * feeds use (UID, ACKNOWLEDGED and RELATED-TO in a VALARM) it knows, and X-* names
 * pass as such. No failure of icalrestriction_check() is tolerated.
 */
static bool tolerated(icalproperty *error)
{
    static const char unknown_name[] = "Parse error in property name: ";
    icalparameter *type = icalproperty_get_first_parameter(error, ICAL_XLICERRORTYPE_PARAMETER);
    const char *text = icalproperty_get_xlicerror(error);

    return type && text &&
           icalparameter_get_xlicerrortype(type) == ICAL_XLICERRORTYPE_PROPERTYPARSEERROR &&
           strncmp(text, unknown_name, sizeof unknown_name - 1) == 0 &&
           listed(unknown_to_libical, LENGTH(unknown_to_libical), text + sizeof unknown_name - 1);
}

static void report_errors(icalcomponent *component)
{
    const char *kind = icalcomponent_kind_to_string(icalcomponent_isa(component));
    const char *uid = value_of(component, ICAL_UID_PROPERTY);
    icalproperty *error = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
    icalcompiter at = icalcomponent_begin_component(component, ICAL_ANY_COMPONENT);
    const char *said = "";

    /*
     * Nothing in this loop may look for another property, or the search starts anew.
     * icalrestriction_check() says some of its errors once for every property there is.
     */
    for (; error; error = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
        const char *what = icalproperty_get_xlicerror(error);

        if (!tolerated(error) && strcmp(what, said) != 0)
            fault("%s %s: %s", kind, uid ? uid : "-", what);
        said = what;
    }
    for (; icalcompiter_deref(&at); icalcompiter_next(&at))
        report_errors(icalcompiter_deref(&at));
}

/* icalrestriction_check() of libical 3.0 does not look into a VALARM. */
static void check_alarm(icalcomponent *alarm, const char *uid)
{
    const char *action = value_of(alarm, ICAL_ACTION_PROPERTY);

    if (icalcomponent_count_properties(alarm, ICAL_ACTION_PROPERTY) != 1)
        fault("VEVENT %s: a VALARM needs one ACTION", uid);
    if (icalcomponent_count_properties(alarm, ICAL_TRIGGER_PROPERTY) != 1)
        fault("VEVENT %s: a VALARM needs one TRIGGER", uid);
    if (action && strcmp(action, "DISPLAY") == 0 &&
        icalcomponent_count_properties(alarm, ICAL_DESCRIPTION_PROPERTY) != 1)
        fault("VEVENT %s: a VALARM that displays needs one DESCRIPTION", uid);
}

/* A DTSTART or DTEND with its zone, which must be defined in the file. */
static struct icaltimetype time_of(icalcomponent *calendar, icalcomponent *event,
                                   icalproperty *property, const char *uid)
{
    icalparameter *tzid = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);

    if (tzid && !icalcomponent_get_timezone(calendar, icalparameter_get_tzid(tzid)))
        fault("VEVENT %s: the file has no VTIMEZONE for its %s", uid,
              icalproperty_get_property_name(property));
    return icalproperty_get_datetime_with_component(property, event);
}

static void check_event(icalcomponent *calendar, icalcomponent *event)
{
    static const char *const statuses[] = {"TENTATIVE", "CONFIRMED", "CANCELLED"};
    icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    icalproperty *end = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
    icalcompiter alarm = icalcomponent_begin_component(event, ICAL_VALARM_COMPONENT);
    const char *uid = icalcomponent_get_uid(event);
    const char *status = value_of(event, ICAL_STATUS_PROPERTY);
    struct icaltimetype from, to;

    if (!uid || !*uid) {
        uid = "-";
        fault("a VEVENT has no UID");
    }
    if (!icalcomponent_get_first_property(event, ICAL_DTSTAMP_PROPERTY))
        fault("VEVENT %s: no DTSTAMP", uid);
    if (status && !listed(statuses, LENGTH(statuses), status))
        fault("VEVENT %s: STATUS:%s is none of an event", uid, status);
    for (; icalcompiter_deref(&alarm); icalcompiter_next(&alarm))
        check_alarm(icalcompiter_deref(&alarm), uid);
    if (!start) {
        fault("VEVENT %s: no DTSTART", uid);
        return;
    }
    from = time_of(calendar, event, start, uid);
    if (!end)
        return;
    to = time_of(calendar, event, end, uid);
    if (from.is_date != to.is_date)
        fault("VEVENT %s: of DTSTART and DTEND one is a day, the other a time", uid);
    else if (!from.is_date && !from.zone != !to.zone)
        fault("VEVENT %s: of DTSTART and DTEND only one has a zone", uid);
    else if (icaltime_compare(to, from) <= 0)
        fault("VEVENT %s: DTEND is not after DTSTART", uid);
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void check_uids_differ(icalcomponent *calendar)
{
    int events = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
    const char **uids = allocate(NULL, sizeof *uids * (size_t)(events + 1));
    icalcompiter event = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    size_t count = 0;

    for (; icalcompiter_deref(&event); icalcompiter_next(&event)) {
        const char *uid = icalcomponent_get_uid(icalcompiter_deref(&event));

        if (uid)
            uids[count++] = uid;
    }
    qsort(uids, count, sizeof *uids, by_text);
    for (size_t i = 1; i < count; i++)
        if (strcmp(uids[i - 1], uids[i]) == 0)
            fault("UID %s is there twice", uids[i]);
    free(uids);
}

static void check_parsed(icalcomponent *root)
{
    icalcompiter event;

    if (!root || icalcomponent_isa(root) != ICAL_VCALENDAR_COMPONENT) {
        fault("libical does not read it as one VCALENDAR");
        return;
    }
    if (icalcomponent_count_components(root, ICAL_ANY_COMPONENT) == 0)
        fault("the VCALENDAR has no component");
    report_errors(root);
    icalcomponent_strip_errors(root); /* icalrestriction_check() adds its own */
    if (!icalrestriction_check(root)) {
        if (icalcomponent_count_errors(root) == 0)
            fault("icalrestriction_check() fails");
        report_errors(root);
    }
    event = icalcomponent_begin_component(root, ICAL_VEVENT_COMPONENT);
    for (; icalcompiter_deref(&event); icalcompiter_next(&event))
        check_event(root, icalcompiter_deref(&event));
    check_uids_differ(root);
}

static void print_field(const char *text, char separator)
{
    for (; text && *text; text++)
        putchar(*text == '\t' || *text == '\n' ? ' ' : *text);
    putchar(separator);
}

/* A day as it stands, a moment as a clock in the zone shows it. */
static void print_when(icalcomponent *event, icalproperty_kind kind, icaltimezone *zone)
{
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    const char *text = value_of(event, kind);

    if (property && zone) {
        struct icaltimetype when = icalproperty_get_datetime_with_component(property, event);

        if (!when.is_date)
            text = icaltime_as_ical_string(icaltime_convert_to_zone(when, zone));
    }
    print_field(text ? text : "-", '\t');
}

static void print_events(icalcomponent *calendar)
{
    const char *name = getenv("ZONE");
    icaltimezone *zone = name ? icaltimezone_get_builtin_timezone(name) : NULL;
    icalcompiter at = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);

    if (name && !zone) {
        fault("libical does not know the zone %s", name);
        return;
    }
    for (; icalcompiter_deref(&at); icalcompiter_next(&at)) {
        icalcomponent *event = icalcompiter_deref(&at);
        const char *summary = icalcomponent_get_summary(event);
        const char *status = value_of(event, ICAL_STATUS_PROPERTY);

        print_field(icalcomponent_get_uid(event), '\t');
        print_when(event, ICAL_DTSTART_PROPERTY, zone);
        print_when(event, ICAL_DTEND_PROPERTY, zone);
        print_field(summary ? summary : "-", '\t');
        print_field(status ? status : "-", '\t');
        printf("%d\n", icalcomponent_count_components(event, ICAL_VALARM_COMPONENT));
    }
}

/* The whole file with a NUL after it, or NULL. */
static char *read_file(size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t got;
    bool failed;

    if (!file)
        return NULL;
    *size = 0;
    do {
        bytes = allocate(bytes, *size + BUFSIZ + 1);
        got = fread(bytes + *size, 1, BUFSIZ, file);
        *size += got;
    } while (got > 0);
    bytes[*size] = '\0';
    failed = ferror(file);
    fclose(file);
    if (failed) {
        free(bytes);
        return NULL;
    }
    return bytes;
}

static void check_file(void)
{
    size_t size;
    char *bytes = read_file(&size);
    icalcomponent *root;

    if (!bytes) {
        fault("cannot be read");
        return;
    }
    check_lines(bytes, size);
    root = icalparser_parse_string(bytes);
    check_parsed(root);
    if (path_faults == 0)
        print_events(root);
    if (root)
        icalcomponent_free(root);
    free(bytes);
}

int main(int count, char **arguments)
{
    bool faulty = false;

    if (count < 2) {
        fputs("usage: libical_check FILE...\n", stderr);
        return 2;
    }
    icalerror_set_errors_are_fatal(0); /* malformed input is to be reported, not aborted on */
    for (int i = 1; i < count; i++) {
        path = arguments[i];
        path_faults = 0;
        check_file();
        faulty = faulty || path_faults > 0;
    }
    return faulty ? 1 : 0;
}
