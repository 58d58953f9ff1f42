#include "textflag.h"

DATA places<>+0(SB)/8, $0
DATA places<>+8(SB)/8, $1
DATA places<>+16(SB)/8, $2
DATA places<>+24(SB)/8, $3
DATA places<>+32(SB)/8, $4
DATA places<>+40(SB)/8, $5
DATA places<>+48(SB)/8, $6
DATA places<>+56(SB)/8, $7
GLOBL places<>(SB), RODATA|NOPTR, $64

// The least of many values: Y0 and Y1 hold eight running minima, Y2 and Y3 where they are, Y4 and Y5 the places
// of the next eight values, Y6 eights.
#define LEAST_BEGIN \
	VMOVDQU      places<>+0(SB), Y4  \
	VMOVDQU      places<>+32(SB), Y5 \
	MOVQ         $8, AX              \
	VMOVQ        AX, X6              \
	VPBROADCASTQ X6, Y6              \
	MOVQ         $0x7ff0000000000000, AX \
	VMOVQ        AX, X0              \
	VPBROADCASTQ X0, Y0              \
	VMOVDQA      Y0, Y1              \
	VMOVDQA      Y4, Y2              \
	VMOVDQA      Y5, Y3

// Y7 and Y8 are the next eight values. Changes Y9 and Y10.
#define LEAST_NEXT \
	VCMPPD    $0x11, Y0, Y7, Y9  \
	VCMPPD    $0x11, Y1, Y8, Y10 \
	VMINPD    Y0, Y7, Y0         \
	VMINPD    Y1, Y8, Y1         \
	VBLENDVPD Y9, Y4, Y2, Y2     \
	VBLENDVPD Y10, Y5, Y3, Y3    \
	VPADDQ    Y6, Y4, Y4         \
	VPADDQ    Y6, Y5, Y5

// AX becomes the place of the least, the first of equals: places of other values count as very large.
#define LEAST_END \
	VMINPD       Y0, Y1, Y7      \
	VEXTRACTF128 $1, Y7, X8      \
	VMINPD       X7, X8, X7      \
	VPERMILPD    $1, X7, X8      \
	VMINPD       X7, X8, X7      \
	VBROADCASTSD X7, Y7          \
	VCMPPD       $4, Y7, Y0, Y9  \
	VCMPPD       $4, Y7, Y1, Y10 \
	VPSRLQ       $1, Y9, Y9      \
	VPSRLQ       $1, Y10, Y10    \
	VPOR         Y9, Y2, Y2      \
	VPOR         Y10, Y3, Y3     \
	VPCMPGTQ     Y3, Y2, Y9      \
	VBLENDVPD    Y9, Y3, Y2, Y2  \
	VEXTRACTI128 $1, Y2, X3      \
	VPCMPGTQ     X3, X2, X9      \
	VBLENDVPD    X9, X3, X2, X2  \
	VPSHUFD      $0x4e, X2, X3   \
	VPCMPGTQ     X3, X2, X9      \
	VBLENDVPD    X9, X3, X2, X2  \
	VMOVQ        X2, AX

// func leastAVX2(v, gone *float64, n int) int
TEXT ·leastAVX2(SB), NOSPLIT, $0-32
	MOVQ v+0(FP), SI
	MOVQ gone+8(FP), DX
	MOVQ n+16(FP), CX
	LEAST_BEGIN

next:
	VMOVUPD (SI), Y7
	VMOVUPD 32(SI), Y8
	VADDPD  (DX), Y7, Y7
	VADDPD  32(DX), Y8, Y8
	LEAST_NEXT
	ADDQ    $64, SI
	ADDQ    $64, DX
	SUBQ    $8, CX
	JNZ     next
	LEAST_END
	MOVQ AX, ret+24(FP)
	VZEROUPPER
	RET

// func blendAVX2(u, v, gone *float64, fu, fv float64, n int) int
TEXT ·blendAVX2(SB), NOSPLIT, $0-56
	MOVQ         u+0(FP), SI
	MOVQ         v+8(FP), DI
	MOVQ         gone+16(FP), DX
	VBROADCASTSD fu+24(FP), Y12
	VBROADCASTSD fv+32(FP), Y13
	MOVQ         n+40(FP), CX
	LEAST_BEGIN

next:
	VMULPD      (SI), Y12, Y7
	VMULPD      32(SI), Y12, Y8
	VFMADD231PD (DI), Y13, Y7
	VFMADD231PD 32(DI), Y13, Y8
	VMOVUPD     Y7, (SI)
	VMOVUPD     Y8, 32(SI)
	VADDPD      (DX), Y7, Y7
	VADDPD      32(DX), Y8, Y8
	LEAST_NEXT
	ADDQ        $64, SI
	ADDQ        $64, DI
	ADDQ        $64, DX
	SUBQ        $8, CX
	JNZ         next
	LEAST_END
	MOVQ AX, ret+48(FP)
	VZEROUPPER
	RET

// func largerAVX2(u, v, gone *float64, n int) int
TEXT ·largerAVX2(SB), NOSPLIT, $0-40
	MOVQ u+0(FP), SI
	MOVQ v+8(FP), DI
	MOVQ gone+16(FP), DX
	MOVQ n+24(FP), CX
	LEAST_BEGIN

next:
	VMOVUPD (SI), Y7
	VMOVUPD 32(SI), Y8
	VMAXPD  (DI), Y7, Y7
	VMAXPD  32(DI), Y8, Y8
	VMOVUPD Y7, (SI)
	VMOVUPD Y8, 32(SI)
	VADDPD  (DX), Y7, Y7
	VADDPD  32(DX), Y8, Y8
	LEAST_NEXT
	ADDQ    $64, SI
	ADDQ    $64, DI
	ADDQ    $64, DX
	SUBQ    $8, CX
	JNZ     next
	LEAST_END
	MOVQ AX, ret+32(FP)
	VZEROUPPER
	RET

// func growthAVX2(u, v, size, gone *float64, a, b, ab float64, n int) int
TEXT ·growthAVX2(SB), NOSPLIT, $0-72
	MOVQ         u+0(FP), SI
	MOVQ         v+8(FP), DI
	MOVQ         size+16(FP), R8
	MOVQ         gone+24(FP), DX
	VBROADCASTSD a+32(FP), Y11
	VBROADCASTSD b+40(FP), Y12
	VBROADCASTSD ab+48(FP), Y13
	VADDPD       Y11, Y12, Y14
	MOVQ         n+56(FP), CX
	LEAST_BEGIN

next:
	VMOVUPD     (SI), Y7
	VMOVUPD     (DI), Y9
	VMOVUPD     (R8), Y10
	VADDPD      Y9, Y7, Y15
	VSUBPD      Y13, Y15, Y15
	VMULPD      Y11, Y7, Y7
	VFMADD231PD Y12, Y9, Y7
	VFMADD231PD Y10, Y15, Y7
	VADDPD      Y14, Y10, Y10
	VDIVPD      Y10, Y7, Y7
	VMOVUPD     32(SI), Y8
	VMOVUPD     32(DI), Y9
	VMOVUPD     32(R8), Y10
	VADDPD      Y9, Y8, Y15
	VSUBPD      Y13, Y15, Y15
	VMULPD      Y11, Y8, Y8
	VFMADD231PD Y12, Y9, Y8
	VFMADD231PD Y10, Y15, Y8
	VADDPD      Y14, Y10, Y10
	VDIVPD      Y10, Y8, Y8
	VMOVUPD     Y7, (SI)
	VMOVUPD     Y8, 32(SI)
	VADDPD      (DX), Y7, Y7
	VADDPD      32(DX), Y8, Y8
	LEAST_NEXT
	ADDQ        $64, SI
	ADDQ        $64, DI
	ADDQ        $64, R8
	ADDQ        $64, DX
	SUBQ        $8, CX
	JNZ         next
	LEAST_END
	MOVQ AX, ret+64(FP)
	VZEROUPPER
	RET

// func reachAVX2(x *float64, d, blocks int, q, near *float64, from *int64, last int64) int
// Y12-Y15 distances of a block, Y7-Y11 for the rest.
TEXT ·reachAVX2(SB), NOSPLIT, $0-64
	MOVQ x+0(FP), SI
	MOVQ d+8(FP), R9
	MOVQ blocks+16(FP), BX
	MOVQ near+32(FP), DI
	MOVQ from+40(FP), R8
	LEAST_BEGIN

block:
	MOVQ   q+24(FP), CX
	MOVQ   R9, DX
	VXORPD Y12, Y12, Y12
	VXORPD Y13, Y13, Y13
	VXORPD Y14, Y14, Y14
	VXORPD Y15, Y15, Y15

column:
	VBROADCASTSD (CX), Y11
	VSUBPD       (SI), Y11, Y7
	VSUBPD       32(SI), Y11, Y8
	VSUBPD       64(SI), Y11, Y9
	VSUBPD       96(SI), Y11, Y10
	VFMADD231PD  Y7, Y7, Y12
	VFMADD231PD  Y8, Y8, Y13
	VFMADD231PD  Y9, Y9, Y14
	VFMADD231PD  Y10, Y10, Y15
	ADDQ         $8, CX
	ADDQ         $128, SI
	DECQ         DX
	JNZ          column

	VPBROADCASTQ last+48(FP), Y11
	VMOVUPD      (DI), Y7
	VMOVUPD      32(DI), Y8
	VCMPPD       $0x11, Y7, Y12, Y9
	VCMPPD       $0x11, Y8, Y13, Y10
	VMINPD       Y7, Y12, Y7
	VMINPD       Y8, Y13, Y8
	VMOVDQU      (R8), Y12
	VMOVDQU      32(R8), Y13
	VBLENDVPD    Y9, Y11, Y12, Y12
	VBLENDVPD    Y10, Y11, Y13, Y13
	VMOVUPD      Y7, (DI)
	VMOVUPD      Y8, 32(DI)
	VMOVDQU      Y12, (R8)
	VMOVDQU      Y13, 32(R8)
	LEAST_NEXT
	VMOVUPD      64(DI), Y7
	VMOVUPD      96(DI), Y8
	VCMPPD       $0x11, Y7, Y14, Y9
	VCMPPD       $0x11, Y8, Y15, Y10
	VMINPD       Y7, Y14, Y7
	VMINPD       Y8, Y15, Y8
	VMOVDQU      64(R8), Y12
	VMOVDQU      96(R8), Y13
	VBLENDVPD    Y9, Y11, Y12, Y12
	VBLENDVPD    Y10, Y11, Y13, Y13
	VMOVUPD      Y7, 64(DI)
	VMOVUPD      Y8, 96(DI)
	VMOVDQU      Y12, 64(R8)
	VMOVDQU      Y13, 96(R8)
	LEAST_NEXT
	ADDQ         $128, DI
	ADDQ         $128, R8
	DECQ         BX
	JNZ          block
	LEAST_END
	MOVQ AX, ret+56(FP)
	VZEROUPPER
	RET

// func downAVX2(u, column *float64, stride, n int)
// Each value goes to a line of its own, which is asked for some rows ahead.
TEXT ·downAVX2(SB), NOSPLIT, $0-32
	MOVQ u+0(FP), SI
	MOVQ column+8(FP), DI
	MOVQ stride+16(FP), R8
	MOVQ n+24(FP), CX
	SHLQ $3, R8
	MOVQ R8, DX
	SHLQ $5, DX             // 32 rows
	LEAQ (R8)(R8*2), R9     // 3 rows
	LEAQ (DX)(R8*1), R10
	LEAQ (DX)(R8*2), R11
	LEAQ (DX)(R9*1), R12

next:
	PREFETCHT0(DI)(DX*1)
	PREFETCHT0(DI)(R10*1)
	PREFETCHT0(DI)(R11*1)
	PREFETCHT0(DI)(R12*1)
	MOVQ      (SI), AX
	MOVQ      8(SI), BX
	MOVQ      AX, (DI)
	MOVQ      BX, (DI)(R8*1)
	MOVQ      16(SI), AX
	MOVQ      24(SI), BX
	MOVQ      AX, (DI)(R8*2)
	MOVQ      BX, (DI)(R9*1)
	ADDQ      $32, SI
	LEAQ      (DI)(R8*4), DI
	SUBQ      $4, CX
	JNZ       next
	RET

// func leastWardAVX2(dist, size *float64, own float64, n int) int
TEXT ·leastWardAVX2(SB), NOSPLIT, $0-40
	MOVQ         dist+0(FP), SI
	MOVQ         size+8(FP), DI
	VBROADCASTSD own+16(FP), Y11
	MOVQ         n+24(FP), CX
	LEAST_BEGIN

next:
	VMOVUPD (DI), Y9
	VMOVUPD 32(DI), Y10
	VMULPD  (SI), Y9, Y7
	VMULPD  32(SI), Y10, Y8
	VADDPD  Y11, Y9, Y9
	VADDPD  Y11, Y10, Y10
	VDIVPD  Y9, Y7, Y7
	VDIVPD  Y10, Y8, Y8
	LEAST_NEXT
	ADDQ    $64, SI
	ADDQ    $64, DI
	SUBQ    $8, CX
	JNZ     next
	LEAST_END
	MOVQ AX, ret+32(FP)
	VZEROUPPER
	RET

// func raiseAVX2(u, v *float64, n int)
TEXT ·raiseAVX2(SB), NOSPLIT, $0-24
	MOVQ u+0(FP), SI
	MOVQ v+8(FP), DI
	MOVQ n+16(FP), CX

next:
	VMOVUPD (SI), Y0
	VMOVUPD 32(SI), Y1
	VMAXPD  (DI), Y0, Y0
	VMAXPD  32(DI), Y1, Y1
	VMOVUPD Y0, (SI)
	VMOVUPD Y1, 32(SI)
	ADDQ    $64, SI
	ADDQ    $64, DI
	SUBQ    $8, CX
	JNZ     next
	VZEROUPPER
	RET
