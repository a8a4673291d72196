package postgis

import (
	"database/sql/driver"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
)

// srid is the one system of coordinates within.
const srid = 4326

// A geometryCodec reads and writes PostGIS's geometry as orb.Geometry, in binary EWKB.
type geometryCodec struct{}

func (geometryCodec) FormatSupported(format int16) bool { return format == pgtype.BinaryFormatCode }
func (geometryCodec) PreferredFormat() int16            { return pgtype.BinaryFormatCode }

func (geometryCodec) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(orb.Geometry); !ok || format != pgtype.BinaryFormatCode {
		return nil
	}
	return geometryEncoder{}
}

type geometryEncoder struct{}

func (geometryEncoder) Encode(value any, buf []byte) ([]byte, error) {
	b, err := ewkb.Marshal(value.(orb.Geometry), srid)
	return append(buf, b...), err
}

func (geometryCodec) PlanScan(_ *pgtype.Map, _ uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*orb.Geometry); !ok || format != pgtype.BinaryFormatCode {
		return nil
	}
	return geometryScanner{}
}

type geometryScanner struct{}

func (geometryScanner) Scan(src []byte, target any) error {
	g, err := decodeGeometry(src)
	*target.(*orb.Geometry) = g
	return err
}

func decodeGeometry(src []byte) (orb.Geometry, error) {
	if src == nil {
		return nil, nil
	}
	g, id, err := ewkb.Unmarshal(src)
	if err == nil && id != srid {
		err = fmt.Errorf("geometry in SRID %d instead of %d", id, srid)
	}
	return g, err
}

func (geometryCodec) DecodeDatabaseSQLValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (driver.Value, error) {
	return append([]byte(nil), src...), nil
}

func (geometryCodec) DecodeValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (any, error) {
	return decodeGeometry(src)
}

// holdable says why PostGIS would not hold a geometry; "" if it does.
func holdable(g orb.Geometry) string {
	switch g := g.(type) {
	case orb.LineString:
		if len(g) == 1 {
			return "a line of one point"
		}
	case orb.MultiLineString:
		for _, l := range g {
			if why := holdable(l); why != "" {
				return why
			}
		}
	case orb.Polygon:
		for _, r := range g {
			switch {
			case len(r) > 0 && len(r) < 4:
				return "a ring of fewer than four points"
			case len(r) > 0 && r[0] != r[len(r)-1]:
				return "a ring that is not closed"
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			if why := holdable(p); why != "" {
				return why
			}
		}
	case orb.Collection:
		for _, part := range g {
			if why := holdable(part); why != "" {
				return why
			}
		}
	}
	return ""
}
